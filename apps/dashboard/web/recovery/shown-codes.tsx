import { Alert, Button, Code, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconCopy, IconDownload, IconKey, IconPrinter } from '@tabler/icons-react';
import { useEffect, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.js';
import { useFormats } from '../texts/formats.js';
import { announce } from '../ui/announce.js';
import { download } from '../ui/download.js';
import classes from './recovery.module.css';

/** Asks before the page is left, while codes are on it that are never shown again. */
const useLeavingAsked = (): void => {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);
};

/** Ten codes, shown this once, and the ways to keep them. */
export const ShownCodes = ({ codes }: { codes: readonly string[] }): JSX.Element => {
  const { t } = useTranslation();
  const { date } = useFormats();
  const { user, tenant } = useSession();
  useLeavingAsked();
  const file = [
    t('recovery.shown.file', {
      email: user?.email ?? '',
      tenant: tenant?.name ?? '',
      date: date(new Date().toISOString()),
      address: window.location.origin,
    }),
    '',
    ...codes,
    '',
  ].join('\n');
  const copy = (): void =>
    void navigator.clipboard.writeText(codes.join('\n')).then(() => announce(t('shell.copied')));
  return (
    <Alert
      color="orange"
      icon={<IconKey aria-hidden />}
      title={t('recovery.shown.title')}
      role="region"
      aria-label={t('recovery.shown.title')}
      className={classes['printed'] ?? ''}
    >
      <Stack>
        <Text size="sm">{t('recovery.shown.text')}</Text>
        <SimpleGrid
          cols={{ base: 1, xs: 2 }}
          spacing="xs"
          component="ol"
          className={classes['codes'] ?? ''}
          aria-label={t('recovery.shown.list')}
        >
          {codes.map((code) => (
            <li key={code}>
              <Code fz="md">{code}</Code>
            </li>
          ))}
        </SimpleGrid>
        <Group gap="xs" className={classes['unprinted'] ?? ''}>
          <Button variant="default" leftSection={<IconCopy size={18} aria-hidden />} onClick={copy}>
            {t('recovery.shown.copy')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconDownload size={18} aria-hidden />}
            onClick={() => download('recovery-codes.txt', 'text/plain', file)}
          >
            {t('recovery.shown.download')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconPrinter size={18} aria-hidden />}
            onClick={() => window.print()}
          >
            {t('recovery.shown.print')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
};
