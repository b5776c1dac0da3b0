import { Button, Collapse, Divider, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import type { Connection, SetUpLink } from '@portico/contracts';
import { IconLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenantId } from '../api/session.js';
import { setUpLinksQuery, useCreateSetUpLink, useRevokeSetUpLink } from '../api/set-up.js';
import { useFormats } from '../texts/formats.js';
import { CopyField } from '../ui/copy-field.js';
import { notify } from '../ui/notices.js';
import { ProblemView } from '../ui/problem-view.js';

const HOURS = [
  ['24', 'setUp.link.day'],
  ['72', 'setUp.link.days'],
  ['168', 'setUp.link.week'],
  ['336', 'setUp.link.weeks'],
] as const;

const NewLink = ({ connectionId }: { connectionId: string }): JSX.Element => {
  const { t } = useTranslation();
  const create = useCreateSetUpLink();
  const [note, setNote] = useState('');
  const [hours, setHours] = useState('72');
  if (create.data)
    return (
      <CopyField
        label={t('setUp.link.address')}
        description={t('setUp.link.once')}
        value={`${window.location.origin}/set-up/${create.data.token}`}
      />
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ connectionId, note, expiresInHours: Number(hours) });
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t('setUp.link.note')}
          description={t('setUp.link.noteHint')}
          value={note}
          maxLength={200}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <NativeSelect
          label={t('setUp.link.hours')}
          value={hours}
          onChange={({ currentTarget }) => setHours(currentTarget.value)}
          data={HOURS.map(([value, label]) => ({ value, label: t(label) }))}
        />
        {create.error !== null && <ProblemView error={create.error} />}
        <Group>
          <Button type="submit" variant="default" loading={create.isPending}>
            {t('setUp.link.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

const LinkRow = ({ link }: { link: SetUpLink }): JSX.Element => {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const revoke = useRevokeSetUpLink();
  const note = link.note === '' ? t('setUp.link.unnamed') : link.note;
  const isAlive = link.status === 'waiting' || link.status === 'opened';
  return (
    <Group justify="space-between" component="li">
      <div>
        <Text size="sm" fw={600}>
          {note}
        </Text>
        <Text size="sm" c="dimmed">
          {t(`setUp.link.status.${link.status}`, { until: dateTime(link.expiresAt) })}
        </Text>
      </div>
      {isAlive && (
        <Button
          size="xs"
          variant="default"
          loading={revoke.isPending}
          aria-label={t('setUp.link.revokeNamed', { note })}
          onClick={() => revoke.mutate(link.id, { onSuccess: () => notify(t('setUp.link.revoked')) })}
        >
          {t('setUp.link.revoke')}
        </Button>
      )}
      {revoke.error !== null && <ProblemView error={revoke.error} />}
    </Group>
  );
};

/** Links for the person of IT who has no account: made, listed, withdrawn. */
export const SetUpLinks = ({ connection }: { connection: Connection }): JSX.Element => {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const { data } = useQuery(setUpLinksQuery(useTenantId()));
  const links = data?.filter(({ connectionId }) => connectionId === connection.id) ?? [];
  return (
    <Stack gap="sm">
      <Divider />
      <Title order={3} size="h5">
        {t('setUp.link.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('setUp.link.text', { provider: t(`sso.provider.${connection.provider}`) })}
      </Text>
      {!isOpen && (
        <Group>
          <Button
            variant="default"
            leftSection={<IconLink size={18} aria-hidden />}
            onClick={() => setIsOpen(true)}
          >
            {t('setUp.link.create')}
          </Button>
        </Group>
      )}
      <Collapse expanded={isOpen}>{isOpen && <NewLink connectionId={connection.id} />}</Collapse>
      {links.length > 0 && (
        <Stack component="ul" gap="xs" p={0} m={0} aria-label={t('setUp.link.list')}>
          {links.map((link) => (
            <LinkRow key={link.id} link={link} />
          ))}
        </Stack>
      )}
    </Stack>
  );
};
