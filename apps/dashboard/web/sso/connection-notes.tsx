import { Alert, Stack, Text } from '@mantine/core';
import type { Connection, ConnectionState } from '@portico/contracts';
import { IconAlertTriangle, IconClock } from '@tabler/icons-react';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { Powers } from '../app/access.rules.js';
import { useCodeTexts } from '../texts/codes.js';
import { LinkButton } from '../ui/links.js';
import { secretDaysLeft } from './status-of-connection.rules.js';

type Seen = Pick<ConnectionState, 'failing' | 'proof' | 'lastSignInAt'>;

const Failing = ({ failing }: { failing: NonNullable<Seen['failing']> }): JSX.Element => {
  const { t } = useTranslation();
  const codeTexts = useCodeTexts();
  const { code, count, reference } = failing;
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />}>
      <Text size="sm">{t('sso.failing', { why: codeTexts(code).adminText })}</Text>
      <Text size="sm">{t('sso.failingCount', { count, reference })}</Text>
    </Alert>
  );
};

const SecretEnds = ({ connection, days }: { connection: Connection; days: number }): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Alert color={days > 14 ? 'yellow' : 'red'} icon={<IconClock aria-hidden />}>
      <Stack gap={6} align="flex-start">
        <Text size="sm">{t('sso.secretEnds', { count: Math.max(0, days) })}</Text>
        <LinkButton
          size="xs"
          variant="default"
          to="/settings/sso/$connectionId"
          params={{ connectionId: connection.id }}
          search={{ step: 'enter_values' }}
        >
          {t('sso.newSecret')}
        </LinkButton>
      </Stack>
    </Alert>
  );
};

const Pending = ({ connection, revision }: { connection: Connection; revision: number }): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Alert color="yellow" icon={<IconClock aria-hidden />} title={t('sso.pending')}>
      <Stack gap={6} align="flex-start">
        <Text size="sm">{t('sso.pendingText', { revision, live: connection.revision })}</Text>
        <LinkButton
          size="xs"
          variant="default"
          to="/settings/sso/$connectionId"
          params={{ connectionId: connection.id }}
          search={{ step: 'test' }}
        >
          {t('sso.pendingGo')}
        </LinkButton>
      </Stack>
    </Alert>
  );
};

/** What wants attention: failures, a secret that ends, values that wait. */
export const ConnectionNotes = ({
  connection,
  seen,
  powers,
}: {
  connection: Connection;
  seen: Seen | undefined;
  powers: Powers;
}): JSX.Element => {
  const [now] = useState(() => Date.now());
  const days = secretDaysLeft(connection.secretExpiresAt, now);
  return (
    <>
      {seen?.failing && connection.mode !== 'off' && <Failing failing={seen.failing} />}
      {days !== null && powers.mayMend && <SecretEnds connection={connection} days={days} />}
      {connection.pendingRevision !== null && (
        <Pending connection={connection} revision={connection.pendingRevision} />
      )}
    </>
  );
};
