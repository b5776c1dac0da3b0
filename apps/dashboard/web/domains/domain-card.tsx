import { Alert, Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Domain } from '@portico/contracts';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../texts/formats.js';
import { notify } from '../ui/notices.js';
import { DomainRecord } from './domain-record.js';
import { stateOf, type DomainState } from './domain-state.rules.js';
import { RemoveDomain } from './remove-domain.js';

const COLORS: Record<DomainState['state'], string> = {
  proved: 'teal',
  pending: 'blue',
  expired: 'gray',
  missing: 'orange',
};

/** One domain: how it stands and what is to be done. */
export const DomainCard = ({ domain }: { domain: Domain }): JSX.Element => {
  const { t } = useTranslation();
  const [isRemoving, setIsRemoving] = useState(false);
  const state = stateOf(domain, Date.now());
  return (
    <Paper withBorder p="md" component="li">
      <Stack gap="sm">
        <Group justify="space-between">
          <Group gap="sm">
            <Title order={3} size="h4">
              {domain.domain}
            </Title>
            <Badge tt="none" color={COLORS[state.state]} variant="light">
              {t(`domains.state.${state.state}`)}
            </Badge>
          </Group>
          <Button
            variant="subtle"
            color="red"
            size="xs"
            aria-label={t('domains.removeNamed', { domain: domain.domain })}
            onClick={() => setIsRemoving(true)}
          >
            {t('domains.remove')}
          </Button>
        </Group>
        {state.state === 'missing' && <MissingRecord {...state} />}
        {domain.status === 'proved' ? <Proved domain={domain} /> : <DomainRecord domain={domain} />}
      </Stack>
      <RemoveDomain
        domain={domain}
        opened={isRemoving}
        onClose={() => setIsRemoving(false)}
        onRemoved={() => notify(t('domains.removed', { domain: domain.domain }))}
      />
    </Paper>
  );
};

const MissingRecord = ({ since, until }: { since: string; until: string }): JSX.Element => {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  return (
    <Alert color="orange" role="note">
      {t('domains.missing', { since: dateTime(since), until: dateTime(until) })}
    </Alert>
  );
};

const Proved = ({ domain: { provedAt, checkedAt } }: { domain: Domain }): JSX.Element => {
  const { t } = useTranslation();
  const { date, relative } = useFormats();
  return (
    <Text size="sm" c="dimmed">
      {provedAt !== null && `${t('domains.provedAt', { date: date(provedAt) })} `}
      {checkedAt !== null && `${t('domains.checkedAt', { when: relative(checkedAt) })} `}
      {t('domains.keep')}
    </Text>
  );
};
