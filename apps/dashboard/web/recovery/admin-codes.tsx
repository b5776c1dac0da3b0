import { Paper, Stack, Table, Text, Title } from '@mantine/core';
import type { User } from '@portico/contracts';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenantId } from '../api/session.js';
import { Loaded } from '../ui/loaded.js';
import { EVERYBODY } from '../users/user-filter.rules.js';
import { usersQuery } from '../users/users.js';
import { codeStateQuery } from './recovery-codes.js';

const ADMINS = { ...EVERYBODY, status: 'active', admins: true } as const;

/** Which administrators could get in. */
export const AdminCodes = (): JSX.Element => {
  const { t } = useTranslation();
  const query = useQuery(usersQuery(useTenantId(), ADMINS, null));
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="admin-codes">
      <Stack gap="sm">
        <Title order={2} size="h4" id="admin-codes">
          {t('recovery.others.title')}
        </Title>
        <Text>{t('recovery.others.text')}</Text>
        <Loaded query={query}>
          {({ users }) => (
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{t('recovery.others.name')}</Table.Th>
                  <Table.Th scope="col">{t('recovery.others.codes')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {users.map((user) => (
                  <Admin key={user.id} user={user} />
                ))}
              </Table.Tbody>
            </Table>
          )}
        </Loaded>
      </Stack>
    </Paper>
  );
};

const Admin = ({ user }: { user: User }): JSX.Element => {
  const { t } = useTranslation();
  const { data, isError } = useQuery(codeStateQuery(useTenantId(), user.id));
  const stateText = (): string => {
    if (!data) return isError ? t('recovery.others.unknown') : '…';
    if (!data.made) return t('recovery.others.none');
    return data.confirmed
      ? t('recovery.others.confirmed', { count: data.left })
      : t('recovery.others.unconfirmed');
  };
  return (
    <Table.Tr>
      <Table.Td>
        {user.name}
        <Text size="sm" c="dimmed">
          {user.email}
        </Text>
      </Table.Td>
      <Table.Td>{stateText()}</Table.Td>
    </Table.Tr>
  );
};
