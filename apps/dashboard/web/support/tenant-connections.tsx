import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Connection, ConnectionState } from '@portico/contracts';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { statesQuery } from '../api/sso.js';
import { StatusBadge } from '../sso/status-badge.js';
import { statusOf } from '../sso/status-of-connection.rules.js';
import { useFormats } from '../texts/formats.js';
import { ProviderMark } from '../ui/provider-mark.js';
import { Fact, Facts } from './facts.js';
import { LowerMode } from './lower-mode.js';
import { Section } from './section.js';

interface TenantConnectionsProps {
  tenantId: string;
  connections: readonly Connection[];
}

/** A company's connections as they are, without a single secret. */
export const TenantConnections = ({ tenantId, connections }: TenantConnectionsProps): JSX.Element => {
  const { t } = useTranslation();
  const { data: states } = useQuery(statesQuery(tenantId));
  return (
    <Section id="tenant-connections" title={t('support.tenant.connections')}>
      <Stack>
        {connections.length === 0 && <Text>{t('support.tenant.noConnections')}</Text>}
        {connections.map((connection) => (
          <OneConnection
            key={connection.id}
            connection={connection}
            state={states?.find(({ connectionId }) => connectionId === connection.id)}
          />
        ))}
      </Stack>
    </Section>
  );
};

interface OneConnectionProps {
  connection: Connection;
  state: ConnectionState | undefined;
}

const OneConnection = ({ connection, state }: OneConnectionProps): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Group gap="sm">
          <ProviderMark provider={connection.provider} />
          <Title order={3} size="h5">
            {connection.name}
          </Title>
          <StatusBadge status={statusOf(connection, state)} />
        </Group>
        {connection.revision === 0 && connection.provider !== 'google' ? (
          <Text c="dimmed">{t('support.tenant.notSetUp')}</Text>
        ) : (
          <Values connection={connection} state={state} />
        )}
        {state?.failing && <Failing failing={state.failing} />}
        <LowerMode connection={connection} />
      </Stack>
    </Paper>
  );
};

const Failing = ({ failing }: { failing: NonNullable<ConnectionState['failing']> }): JSX.Element => {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const { since, count, code, reference } = failing;
  return (
    <Text size="sm" c="var(--mantine-color-error)">
      {t('support.tenant.failing', { since: dateTime(since), count, code, reference })}
    </Text>
  );
};

const Values = ({ connection, state }: OneConnectionProps): JSX.Element => {
  const { t } = useTranslation();
  const { relative } = useFormats();
  const { issuer, clientId, userinfoMethod, revision, pendingRevision } = connection;
  return (
    <Facts>
      <Fact name={t('support.tenant.issuer')}>{issuer ?? '–'}</Fact>
      <Fact name={t('support.tenant.clientId')}>{clientId ?? '–'}</Fact>
      <Fact name={t('support.tenant.secret')}>
        <Secret connection={connection} />
      </Fact>
      <Fact name={t('support.tenant.method')}>{userinfoMethod}</Fact>
      <Fact name={t('support.tenant.revision')}>
        {revision}
        {pendingRevision !== null && `, ${t('support.tenant.pending', { revision: pendingRevision })}`}
      </Fact>
      <Fact name={t('support.tenant.lastSignIn')}>
        {state?.lastSignInAt ? relative(state.lastSignInAt) : t('shell.never')}
      </Fact>
    </Facts>
  );
};

const Secret = ({ connection }: { connection: Connection }): JSX.Element => {
  const { t } = useTranslation();
  const { date } = useFormats();
  const { clientSecretSet, secretExpiresAt } = connection;
  return (
    <>
      {t(clientSecretSet ? 'support.tenant.secretSet' : 'support.tenant.secretMissing')}
      {secretExpiresAt !== null && `, ${t('support.tenant.secretEnds', { date: date(secretExpiresAt) })}`}
    </>
  );
};
