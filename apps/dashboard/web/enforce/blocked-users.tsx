import { Button, Group, Stack, Text, Title } from '@mantine/core';
import type { Code, RehearsedUser, Rehearsal } from '@portico/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { rehearsedUsersQuery } from '../api/enforce.js';
import { useTenantId } from '../api/session.js';
import { useCodeTexts } from '../texts/codes.js';
import { LinkButton } from '../ui/links.js';
import { Loading } from '../ui/loading.js';
import { ProblemView } from '../ui/problem-view.js';
import classes from './enforce.module.css';
import { ExemptDialog } from './exempt-dialog.js';

/** Where what helps is done. */
const PLACES: Partial<Record<Code, 'domains' | 'users' | 'values'>> = {
  email_unverified: 'domains',
  email_missing: 'values',
  user_ambiguous: 'users',
  user_unknown: 'users',
  link_conflict: 'users',
  link_missing: 'users',
};

const HELPED = [
  'email_unverified',
  'email_missing',
  'user_ambiguous',
  'link_conflict',
  'link_missing',
  'user_unknown',
] as const;

const Place = ({
  code,
  user,
  connectionId,
}: {
  code: Code | null;
  user: RehearsedUser;
  connectionId: string;
}): JSX.Element | null => {
  const { t } = useTranslation();
  const place = code === null ? undefined : PLACES[code];
  if (place === undefined) return null;
  const look = { size: 'xs', variant: 'default', children: t(`enforce.help.${place}`) } as const;
  if (place === 'domains') return <LinkButton {...look} to="/settings/domains" />;
  if (place === 'users') return <LinkButton {...look} to="/settings/users" search={{ search: user.email }} />;
  return (
    <LinkButton
      {...look}
      to="/settings/sso/$connectionId"
      params={{ connectionId }}
      search={{ step: 'enter_values' }}
    />
  );
};

const Row = ({
  user,
  connectionId,
  onExempt,
}: {
  user: RehearsedUser;
  connectionId: string;
  onExempt: () => void;
}): JSX.Element => {
  const { t } = useTranslation();
  const codeTexts = useCodeTexts();
  const help = HELPED.find((code) => code === user.code) ?? 'other';
  return (
    <Group component="li" py="sm" gap="sm" justify="space-between">
      <Stack gap={2} flex="1 1 16rem">
        <Text fw={600}>
          {user.name}{' '}
          <Text span c="dimmed" fw={400}>
            {user.email}
          </Text>
        </Text>
        {user.code !== null && <Text size="sm">{codeTexts(user.code).adminText}</Text>}
        <Text size="sm" c="dimmed">
          {t(`enforce.help.${help}`)}
        </Text>
      </Stack>
      <Group gap="xs">
        <Place code={user.code} user={user} connectionId={connectionId} />
        <Button
          size="xs"
          variant="default"
          aria-label={t('enforce.rehearsal.exemptNamed', { name: user.name })}
          onClick={onExempt}
        >
          {t('enforce.rehearsal.exemptThis')}
        </Button>
      </Group>
    </Group>
  );
};

/** Who would be locked out, why, and what helps each. */
export const BlockedUsers = ({ rehearsal }: { rehearsal: Rehearsal }): JSX.Element => {
  const { t } = useTranslation();
  const users = useInfiniteQuery(rehearsedUsersQuery(useTenantId(), rehearsal, 'blocked'));
  const [exempted, setExempted] = useState<RehearsedUser | null>(null);
  if (users.isPending) return <Loading rows={2} height={64} />;
  if (users.error !== null) return <ProblemView error={users.error} retry={() => void users.refetch()} />;
  return (
    <div>
      <Title order={3} size="h5">
        {t('enforce.rehearsal.who')}
      </Title>
      <ul className={classes['list']}>
        {users.data.pages
          .flatMap((page) => page.users)
          .map((user) => (
            <Row
              key={user.userId}
              user={user}
              connectionId={rehearsal.connectionId}
              onExempt={() => setExempted(user)}
            />
          ))}
      </ul>
      {users.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          loading={users.isFetchingNextPage}
          onClick={() => void users.fetchNextPage()}
        >
          {t('shell.more')}
        </Button>
      )}
      {exempted !== null && (
        <ExemptDialog
          connectionId={rehearsal.connectionId}
          user={{ id: exempted.userId, name: exempted.name }}
          onClose={() => setExempted(null)}
        />
      )}
    </div>
  );
};
