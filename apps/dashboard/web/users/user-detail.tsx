import { Divider, Stack, Text, Title } from '@mantine/core';
import type { User } from '@portico/contracts';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../texts/formats.js';
import { UserAccess } from './user-access.js';
import { UserBadges, useLastSignIns } from './user-facts.js';
import { UserForm } from './user-form.js';
import { UserLinkList } from './user-link-list.js';
import { UserPassword } from './user-password.js';

/** Everything about one user: what can be changed, how they sign in, whether they may. */
export const UserDetail = ({ user }: { user: User }): JSX.Element => {
  const { t } = useTranslation();
  const { date } = useFormats();
  const lastSignIn = useLastSignIns([user]);
  return (
    <Stack>
      <div>
        <Title order={2} size="h3">
          {user.name}
        </Title>
        <UserBadges user={user} />
        <Text size="sm" c="dimmed" mt={4}>
          {t('users.detail.created', { date: date(user.createdAt) })} · {t('users.table.lastSignIn')}:{' '}
          {lastSignIn(user)}
        </Text>
      </div>
      <UserForm user={user} />
      <Divider />
      <UserLinkList user={user} />
      <Divider />
      <UserPassword user={user} />
      <Divider />
      <UserAccess user={user} />
    </Stack>
  );
};
