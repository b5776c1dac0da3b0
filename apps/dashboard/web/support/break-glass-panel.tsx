import { Badge, Button, Group, Paper, Stack, Text, Textarea } from '@mantine/core';
import type { BreakGlass, Tenant } from '@portico/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { hasRole, useSession } from '../api/session.js';
import { useFormats } from '../texts/formats.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Loaded } from '../ui/loaded.js';
import { Loading } from '../ui/loading.js';
import { notify } from '../ui/notices.js';
import { ProblemView } from '../ui/problem-view.js';
import { Section } from './section.js';
import { breakGlassQuery, useMoveGlass } from './support.js';

/** The operator's leave to mend a company's single sign-on: asked for, approved by somebody else, ended. */
export const BreakGlassPanel = ({ tenant }: { tenant: Tenant }): JSX.Element => {
  const { t } = useTranslation();
  const session = useSession();
  const query = useQuery(breakGlassQuery(tenant.id));
  return (
    <Section id="break-glass" title={t('support.glass.title')}>
      <Paper withBorder p="md">
        <Stack>
          <Text maw="44rem">{t('support.glass.text')}</Text>
          <Loaded query={query} waiting={<Loading rows={1} height={48} />}>
            {(list) => (
              <Stack>
                {list.length === 0 && <Text c="dimmed">{t('support.glass.none')}</Text>}
                {list.slice(0, 10).map((glass) => (
                  <Glass key={glass.id} glass={glass} tenant={tenant} />
                ))}
                {hasRole(session, 'operator') && !list.some(isAlive) && <AskForGlass tenantId={tenant.id} />}
              </Stack>
            )}
          </Loaded>
        </Stack>
      </Paper>
    </Section>
  );
};

const isAlive = ({ status }: BreakGlass): boolean => status === 'waiting' || status === 'open';

const COLORS: Record<BreakGlass['status'], string> = {
  waiting: 'orange',
  open: 'red',
  ended: 'gray',
  expired: 'gray',
};

interface GlassProps {
  glass: BreakGlass;
  tenant: Tenant;
}

const Glass = ({ glass, tenant }: GlassProps): JSX.Element => {
  const { t } = useTranslation();
  const { relative, time } = useFormats();
  const { user } = useSession();
  const isMine = glass.requestedBy === user?.id;
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Badge color={COLORS[glass.status]} variant="light" tt="none">
          {t(`support.glass.status.${glass.status}`)}
        </Badge>
        <Text size="sm" c="dimmed">
          {t(isMine ? 'support.glass.requestedByYou' : 'support.glass.requested', {
            when: relative(glass.requestedAt),
          })}
          {glass.status === 'open' &&
            glass.openUntil !== null &&
            ` · ${t('support.glass.openUntil', { time: time(glass.openUntil) })}`}
        </Text>
      </Group>
      <Text>{glass.reason}</Text>
      {isAlive(glass) && <Moves glass={glass} tenant={tenant} isMine={isMine} />}
    </Stack>
  );
};

const Moves = ({ glass, tenant, isMine }: GlassProps & { isMine: boolean }): JSX.Element => {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const move = useMoveGlass(tenant.id);
  const isWaiting = glass.status === 'waiting';
  return (
    <>
      {isWaiting && isMine && <Text size="sm">{t('support.glass.yours')}</Text>}
      {move.error && !isAsking && <ProblemView error={move.error} />}
      <Group>
        {isWaiting && !isMine && (
          <Button onClick={() => setAsking(true)}>{t('support.glass.approve')}</Button>
        )}
        <Button
          variant="default"
          loading={move.isPending && !isAsking}
          onClick={() =>
            move.mutate({ end: glass.id }, { onSuccess: () => notify(t('support.glass.ended')) })
          }
        >
          {t('support.glass.end')}
        </Button>
      </Group>
      <ConfirmDialog
        opened={isAsking}
        title={t('support.glass.approveTitle')}
        action={t('support.glass.approve')}
        isBusy={move.isPending}
        error={move.error}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          move.mutate(
            { approve: glass.id },
            {
              onSuccess: () => {
                setAsking(false);
                notify(t('support.glass.approved'));
              },
            },
          )
        }
      >
        <Text>{t('support.glass.approveText', { tenant: tenant.name })}</Text>
        <Text fw={600}>{glass.reason}</Text>
      </ConfirmDialog>
    </>
  );
};

const AskForGlass = ({ tenantId }: { tenantId: string }): JSX.Element => {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const move = useMoveGlass(tenantId);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    move.mutate(
      { ask: reason.trim() },
      {
        onSuccess: () => {
          setReason('');
          notify(t('support.glass.asked'));
        },
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Textarea
          label={t('support.glass.reason')}
          description={t('support.glass.reasonHelp')}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
          required
          minLength={10}
          maxLength={500}
          autosize
        />
        {move.error && <ProblemView error={move.error} />}
        <Group>
          <Button type="submit" variant="light" color="red" loading={move.isPending}>
            {t('support.glass.ask')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
