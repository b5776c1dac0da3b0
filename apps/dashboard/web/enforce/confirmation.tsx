import { Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import type { Connection, Rehearsal } from '@portico/contracts';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useSetMode } from '../api/sso.js';
import { useFormats } from '../texts/formats.js';
import { notify } from '../ui/notices.js';
import { ProblemView } from '../ui/problem-view.js';
import type { Condition } from './conditions.rules.js';

interface ConfirmationProps {
  connection: Connection;
  tenantName: string;
  conditions: Record<Condition, boolean>;
  rehearsal: Rehearsal | null;
  typed: string;
  onTyped: (text: string) => void;
}

const LISTED = ['enabled', 'no_pending', 'tested', 'codes', 'rehearsed'] as const;

/** The last word: what is about to happen, and the name of the company typed by hand. */
export const Confirmation = (props: ConfirmationProps): JSX.Element => {
  const { connection, tenantName, conditions, rehearsal, typed, onTyped } = props;
  const { t } = useTranslation();
  const { list } = useFormats();
  const setMode = useSetMode();
  const { id, name } = connection;
  const missing = [
    ...LISTED.filter((condition) => !conditions[condition]).map((condition) =>
      t(`enforce.todo.${condition}`),
    ),
    ...(conditions.typed ? [] : [t('enforce.confirm.typeMissing')]),
  ];
  const isReady = missing.length === 0 && rehearsal !== null;
  const blocked = rehearsal?.counts.blocked ?? 0;
  const confirm = (): void => {
    if (!isReady) return;
    setMode.mutate(
      { id, mode: 'enforced', rehearsalId: rehearsal.id },
      { onSuccess: () => notify(t('enforce.confirm.done', { name })) },
    );
  };
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="confirm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          confirm();
        }}
      >
        <Stack>
          <Title order={2} size="h4" id="confirm">
            {t('enforce.confirm.title')}
          </Title>
          <Text>{t('enforce.confirm.what', { tenant: tenantName })}</Text>
          {blocked > 0 && (
            <Text fw={700} c="var(--mantine-color-error)">
              {t('enforce.confirm.blocked', { count: blocked })}
            </Text>
          )}
          <TextInput
            label={t('enforce.confirm.type', { tenant: tenantName })}
            value={typed}
            maxLength={120}
            autoComplete="off"
            spellCheck={false}
            maw="24rem"
            onChange={({ currentTarget }) => onTyped(currentTarget.value)}
          />
          {setMode.error !== null && <ProblemView error={setMode.error} />}
          <Group>
            <Button type="submit" color="red.9" disabled={!isReady} loading={setMode.isPending}>
              {t('enforce.confirm.action', { name })}
            </Button>
          </Group>
          {missing.length > 0 && (
            <Text size="sm" c="dimmed">
              {t('enforce.confirm.missing', { list: list(missing) })}
            </Text>
          )}
        </Stack>
      </form>
    </Paper>
  );
};
