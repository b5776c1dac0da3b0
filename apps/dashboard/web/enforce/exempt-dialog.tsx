import { Autocomplete, Text, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { findUsersQuery, useGrantExemption } from '../api/enforce.js';
import { useTenantId } from '../api/session.js';
import { toDay } from '../set-up/values.rules.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { notify } from '../ui/notices.js';

interface Person {
  id: string;
  name: string;
}

interface ExemptDialogProps {
  connectionId: string;
  /** Whom; to be chosen where it is not said. */
  user?: Person;
  onClose: () => void;
}

const DAY_MS = 86_400_000;
const inDays = (days: number): string => toDay(new Date(Date.now() + days * DAY_MS).toISOString());

const Who = ({ onChosen }: { onChosen: (person: Person | null) => void }): JSX.Element => {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 250);
  const { data: users } = useQuery(findUsersQuery(useTenantId(), search));
  const labels = (users ?? []).map(({ name, email }) => `${name} · ${email}`);
  return (
    <Autocomplete
      label={t('enforce.exemptions.who')}
      description={t('enforce.exemptions.whoHint')}
      value={typed}
      data={[...new Set(labels)]}
      // The server has searched: by parts of addresses too, which the label shows.
      filter={({ options }) => options}
      onChange={(value) => {
        setTyped(value);
        const user = users?.[labels.indexOf(value)];
        onChosen(user === undefined ? null : { id: user.id, name: user.name });
      }}
      {...(users?.length === 0 && { error: t('enforce.exemptions.nobody') })}
      data-autofocus
    />
  );
};

const SHORTEST = 3;

/** Lets one person go on using a password, for a reason and until a day. */
export const ExemptDialog = ({ connectionId, user, onClose }: ExemptDialogProps): JSX.Element => {
  const { t } = useTranslation();
  const grant = useGrantExemption(connectionId);
  const [person, setPerson] = useState<Person | null>(user ?? null);
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState(() => inDays(30));
  const confirm = (): void => {
    if (person === null) return;
    grant.mutate(
      { userId: person.id, reason, until: `${until}T23:59:59.000Z` },
      {
        onSuccess: () => {
          notify(t('enforce.exemptions.granted', { name: person.name }));
          onClose();
        },
      },
    );
  };
  return (
    <ConfirmDialog
      opened
      title={
        user === undefined
          ? t('enforce.exemptions.add')
          : t('enforce.rehearsal.exemptNamed', { name: user.name })
      }
      action={t('enforce.exemptions.save')}
      isReady={person !== null && reason.trim().length >= SHORTEST && until !== ''}
      isBusy={grant.isPending}
      error={grant.error}
      onClose={onClose}
      onConfirm={confirm}
    >
      {user === undefined && <Who onChosen={setPerson} />}
      <Textarea
        label={t('enforce.exemptions.reason')}
        description={t('enforce.exemptions.reasonHint')}
        value={reason}
        maxLength={500}
        autosize
        minRows={2}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t('enforce.exemptions.untilDay')}
        description={t('enforce.exemptions.untilHint')}
        value={until}
        min={inDays(0)}
        max={inDays(364)}
        onChange={({ currentTarget }) => setUntil(currentTarget.value)}
      />
      <Text size="sm" c="dimmed">
        {t('enforce.exemptions.after')}
      </Text>
    </ConfirmDialog>
  );
};
