import { Box, Button, Divider, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Connection, ConnectionState, Provider } from '@portico/contracts';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreateConnection } from '../api/sso.js';
import { useSession } from '../api/session.js';
import { powersOf } from '../app/access.rules.js';
import { ProblemView } from '../ui/problem-view.js';
import { ProviderMark } from '../ui/provider-mark.js';
import { ConnectionRow } from './connection-row.js';
import { StatusBadge } from './status-badge.js';
import { Toggles } from './toggles.js';
import { UnlistedProvider } from './unlisted-provider.js';
import classes from './sso.module.css';

interface ProviderCardProps {
  provider: Provider;
  connections: readonly Connection[];
  states: readonly ConnectionState[] | undefined;
  isUnlistedOn: boolean;
}

/** Adds a connection of the provider and goes to its set-up. */
const useBegin = (provider: Provider) => {
  const navigate = useNavigate();
  const create = useCreateConnection();
  const begin = (): void =>
    create.mutate(
      { provider },
      {
        onSuccess: ({ id }) =>
          void navigate({ to: '/settings/sso/$connectionId', params: { connectionId: id } }),
      },
    );
  return { begin, isBusy: create.isPending, error: create.error };
};

/** What stands on a card while the company has no connection of the provider. */
const NotSetUp = ({ provider }: { provider: Provider }): JSX.Element => {
  const { t } = useTranslation();
  const { recovery, user } = useSession();
  const { begin, isBusy, error } = useBegin(provider);
  const name = t(`sso.provider.${provider}`);
  const { mayAdminister } = powersOf({ roles: user?.roles ?? [], recovery });
  return (
    <Stack gap="sm">
      <Toggles
        name={name}
        mode="off"
        mayEnable={mayAdminister && !isBusy}
        mayEnforce={false}
        onEnable={begin}
        onEnforce={begin}
      />
      {error !== null && <ProblemView error={error} retry={begin} />}
      {mayAdminister && (
        <Group>
          <Button
            variant="default"
            loading={isBusy}
            onClick={begin}
            aria-label={t('sso.setUpNamed', { name })}
          >
            {t('sso.setUp')}
          </Button>
        </Group>
      )}
    </Stack>
  );
};

const AddAnother = ({ provider }: { provider: Provider }): JSX.Element => {
  const { t } = useTranslation();
  const { begin, isBusy, error } = useBegin(provider);
  return (
    <Box mt="auto">
      {error !== null && <ProblemView error={error} />}
      <Button
        variant="subtle"
        size="compact-sm"
        loading={isBusy}
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={begin}
        aria-label={t('sso.addAnotherNamed', { name: t(`sso.provider.${provider}`) })}
      >
        {t('sso.addAnother')}
      </Button>
    </Box>
  );
};

const Content = ({ provider, connections, states, isUnlistedOn }: ProviderCardProps): JSX.Element => {
  const { t } = useTranslation();
  const { googleConfigured, recovery } = useSession();
  if (provider === 'google' && googleConfigured === false)
    return <Text size="sm">{t('sso.googleMissing')}</Text>;
  if (connections.length === 0)
    return provider === 'oidc' && !isUnlistedOn ? <UnlistedProvider /> : <NotSetUp provider={provider} />;
  const mayAdd = !recovery && provider !== 'google' && (provider !== 'oidc' || isUnlistedOn);
  return (
    <>
      {connections.map((connection, place) => (
        <Stack key={connection.id} gap="md">
          {place > 0 && <Divider />}
          <ConnectionRow
            connection={connection}
            seen={states && (states.find(({ connectionId }) => connectionId === connection.id) ?? null)}
          />
        </Stack>
      ))}
      {mayAdd && <AddAnother provider={provider} />}
    </>
  );
};

/** A provider: what it is, the company's connections to it, and the way to one. */
export const ProviderCard = (props: ProviderCardProps): JSX.Element => {
  const { t } = useTranslation();
  const { provider, connections } = props;
  return (
    <Paper
      component="section"
      withBorder
      p="lg"
      aria-labelledby={`provider-${provider}`}
      className={classes['card'] ?? ''}
    >
      <Stack gap="md" h="100%">
        <Group wrap="nowrap" align="flex-start">
          <div className={classes['mark']}>
            <ProviderMark provider={provider} />
          </div>
          <Box flex={1} miw={0}>
            <Group justify="space-between" gap="xs" align="flex-start">
              <Title order={2} size="h4" id={`provider-${provider}`}>
                {t(`sso.provider.${provider}`)}
              </Title>
              {connections.length === 0 && <StatusBadge status={{ status: 'not_set_up' }} />}
            </Group>
            <Text size="sm" c="dimmed">
              {t(`sso.about.${provider}`)}
            </Text>
          </Box>
        </Group>
        <Content {...props} />
      </Stack>
    </Paper>
  );
};
