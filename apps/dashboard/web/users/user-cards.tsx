import { Group, Paper, Stack, Text } from '@mantine/core';
import type { User } from '@portico/contracts';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { UserBadges, UserLinks, useLastSignIns } from './user-facts.js';
import { UserName } from './user-table.js';

interface UserCardsProps {
  users: readonly User[];
  onOpen: (id: string) => void;
}

/** A page of users, in a narrow window. */
export const UserCards = ({ users, onOpen }: UserCardsProps): JSX.Element => {
  const { t } = useTranslation();
  const lastSignIn = useLastSignIns(users);
  return (
    <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
      {users.map((user) => (
        <Paper key={user.id} withBorder p="sm" component="li">
          <Stack gap={6}>
            <div>
              <UserName user={user} onOpen={onOpen} />
            </div>
            <UserBadges user={user} />
            <Group gap={6}>
              <Text size="sm" c="dimmed">
                {t('users.table.links')}:
              </Text>
              <UserLinks user={user} />
            </Group>
            <Text size="sm">
              <Text span c="dimmed" size="sm">
                {t('users.table.lastSignIn')}:
              </Text>{' '}
              {lastSignIn(user)}
            </Text>
          </Stack>
        </Paper>
      ))}
    </Stack>
  );
};
