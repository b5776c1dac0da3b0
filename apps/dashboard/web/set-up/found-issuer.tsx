import { Alert, Text } from '@mantine/core';
import type { ConnectionCheck } from '@portico/contracts';
import { IconCircleCheck } from '@tabler/icons-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './set-up.module.css';

/** What was found behind the Discovery URL. */
export const FoundIssuer = ({ found }: { found: NonNullable<ConnectionCheck['found']> }): JSX.Element => {
  const { t } = useTranslation();
  const rows = [
    [t('setUp.values.foundIssuer'), found.issuer],
    [t('setUp.values.foundSignIn'), found.authorizationEndpoint],
    [t('setUp.values.foundTokens'), found.tokenEndpoint],
    [t('setUp.values.foundDetails'), found.userinfoEndpoint ?? t('setUp.values.foundNothing')],
  ] as const;
  return (
    <Alert color="green" icon={<IconCircleCheck aria-hidden />} title={t('setUp.values.found')} role="status">
      <dl className={classes['facts']}>
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {found.changesIssuer && (
        <Text size="sm" fw={600} mt="xs">
          {t('setUp.values.changesIssuer')}
        </Text>
      )}
    </Alert>
  );
};
