import { Anchor, Paper, Table, Text, VisuallyHidden } from '@mantine/core';
import type { User } from '@portico/contracts';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.js';
import { UserBadges, UserLinks, useLastSignIns } from './user-facts.js';

interface UserTableProps {
  users: readonly User[];
  onOpen: (id: string) => void;
}

/** A page of users, in a wide window. */
export const UserTable = ({ users, onOpen }: UserTableProps): JSX.Element => {
  const { t } = useTranslation();
  const { tenant } = useSession();
  const lastSignIn = useLastSignIns(users);
  return (
    <Paper withBorder>
      <Table verticalSpacing="sm" highlightOnHover>
        <Table.Caption style={{ captionSide: 'top', margin: 0 }}>
          <VisuallyHidden>{t('users.table.caption', { tenant: tenant?.name ?? '' })}</VisuallyHidden>
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('users.table.name')}</Table.Th>
            <Table.Th scope="col">{t('users.table.status')}</Table.Th>
            <Table.Th scope="col">{t('users.table.links')}</Table.Th>
            <Table.Th scope="col">{t('users.table.lastSignIn')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {users.map((user) => (
            <Table.Tr key={user.id}>
              <Table.Td>
                <UserName user={user} onOpen={onOpen} />
              </Table.Td>
              <Table.Td>
                <UserBadges user={user} />
              </Table.Td>
              <Table.Td>
                <UserLinks user={user} />
              </Table.Td>
              <Table.Td>
                <Text size="sm">{lastSignIn(user)}</Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
};

interface UserNameProps {
  user: User;
  onOpen: (id: string) => void;
}

export const UserName = ({ user, onOpen }: UserNameProps): JSX.Element => {
  const { t } = useTranslation();
  return (
    <>
      <Anchor
        component="button"
        type="button"
        fw={600}
        ta="start"
        aria-label={t('users.table.open', { name: user.name })}
        onClick={() => onOpen(user.id)}
      >
        {user.name}
      </Anchor>
      <Text size="sm" c="dimmed">
        {user.email}
      </Text>
    </>
  );
};
