import { Button, Group, Input, Stack, Text } from '@mantine/core';
import type { Connection } from '@portico/contracts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ComponentProps, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenantId } from '../api/session.js';
import { revisionsQuery } from '../api/sso.js';
import { useFormats } from '../texts/formats.js';
import { useAuthor } from '../ui/author.js';
import { CheckedField } from './checked-field.js';

interface SecretFieldProps extends ComponentProps<typeof CheckedField> {
  connection: Connection;
  /** The stored one is not sent to another issuer or client. */
  isNeeded: boolean;
}

const WhoSetIt = ({ connection }: { connection: Connection }): JSX.Element => {
  const { t } = useTranslation();
  const { date } = useFormats();
  const { data } = useQuery(revisionsQuery(useTenantId(), connection.id));
  const setIn = data?.find(({ changed }) => changed.includes('clientSecret'));
  const who = useAuthor(setIn?.savedBy);
  return (
    <Text size="sm">
      {setIn === undefined
        ? t('setUp.values.secretIsSet')
        : t('setUp.values.secretSet', { when: date(setIn.savedAt), who })}{' '}
      {t('setUp.values.secretHidden')}
    </Text>
  );
};

/** The Client Secret: written, never read. */
export const SecretField = ({ connection, isNeeded, ...field }: SecretFieldProps): JSX.Element => {
  const { t } = useTranslation();
  const [isReplacing, setIsReplacing] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isReplacing) box.current?.querySelector('input')?.focus();
  }, [isReplacing]);
  const isTyped = field.value !== '' || field.mistake !== undefined;
  if (connection.clientSecretSet && !isReplacing && !isNeeded && !isTyped)
    return (
      <Input.Wrapper label={field.label} labelElement="div">
        <Stack gap={6} align="flex-start" mt={4}>
          <WhoSetIt connection={connection} />
          <Button size="xs" variant="default" onClick={() => setIsReplacing(true)}>
            {t('setUp.values.replace')}
          </Button>
        </Stack>
      </Input.Wrapper>
    );
  return (
    <Stack gap={6} ref={box}>
      <CheckedField {...field} isSecret />
      {connection.clientSecretSet && isNeeded && field.value === '' && (
        <Text size="sm">{t('setUp.values.secretNeeded')}</Text>
      )}
      {connection.clientSecretSet && !isNeeded && (
        <Group>
          <Button
            size="xs"
            variant="subtle"
            onClick={() => {
              field.onChange('');
              setIsReplacing(false);
            }}
          >
            {t('setUp.values.keepSecret')}
          </Button>
        </Group>
      )}
    </Stack>
  );
};
