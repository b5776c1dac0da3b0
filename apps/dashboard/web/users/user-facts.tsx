import { Badge, Group, Text } from '@mantine/core';
import type { LastSignIn, User } from '@portico/contracts';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { ssoQuery } from '../api/sso.js';
import { useSession, useTenantId } from '../api/session.js';
import { useFormats } from '../texts/formats.js';
import { lastSignInsQuery } from './users.js';

/** The name of a connection by its id, also where it is gone. */
export const useConnectionNames = (): ((id: string | null) => string) => {
  const { t } = useTranslation();
  const { data } = useQuery(ssoQuery(useTenantId()));
  return (id) => data?.connections.find((one) => one.id === id)?.name ?? t('users.removedConnection');
};

export const UserBadges = ({ user }: { user: User }): JSX.Element => {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <Group gap={6}>
      <Badge tt="none" variant="light" color={user.status === 'active' ? 'teal' : 'gray'}>
        {t(user.status === 'active' ? 'users.filter.active' : 'users.filter.deactivated')}
      </Badge>
      {user.roles.includes('tenant_admin') && (
        <Badge tt="none" variant="light" color="indigo">
          {t('users.admin')}
        </Badge>
      )}
      {user.id === session.user?.id && (
        <Badge tt="none" variant="outline" color="gray">
          {t('users.you')}
        </Badge>
      )}
    </Group>
  );
};

export const UserLinks = ({ user }: { user: User }): JSX.Element => {
  const { t } = useTranslation();
  const { list } = useFormats();
  const nameOf = useConnectionNames();
  const names = user.linkedConnectionIds.map(nameOf);
  return (
    <Text size="sm" {...(names.length === 0 && { c: 'dimmed' })}>
      {names.length === 0 ? t('users.notLinked') : list(names)}
    </Text>
  );
};

/** What to say of a user's last sign-in; the answer comes beside the list and may be missing. */
export const useLastSignIns = (users: readonly User[]): ((user: User) => string) => {
  const { t } = useTranslation();
  const { relative } = useFormats();
  const nameOf = useConnectionNames();
  const ids = users.map(({ id }) => id);
  const { data, isError } = useQuery(lastSignInsQuery(useTenantId(), ids));
  const say = ({ at, method, connectionId }: LastSignIn): string =>
    t(`users.how.${method}`, { when: relative(at), connection: nameOf(connectionId) });
  return ({ id }) => {
    if (!data) return isError ? t('users.unknownSignIn') : '…';
    const signIn = data.get(id);
    return signIn ? say(signIn) : t('users.neverSignedIn');
  };
};
