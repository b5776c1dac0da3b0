import { Box, Button, Group, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { User } from '@portico/contracts';
import { IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenantId } from '../api/session.js';
import { useFormats } from '../texts/formats.js';
import { EmptyState } from '../ui/empty-state.js';
import { Loaded } from '../ui/loaded.js';
import { Loading } from '../ui/loading.js';
import { UserCards } from './user-cards.js';
import { isNarrowed, type UserFilter } from './user-filter.rules.js';
import { UserTable } from './user-table.js';
import { PAGE_SIZE, usersQuery } from './users.js';

interface UserListProps {
  filter: UserFilter;
  onOpen: (id: string) => void;
}

/** Where each of the pages that were looked at begins, for one filter. */
interface Pages {
  filter: UserFilter;
  begins: (string | null)[];
}

/** One page of users, and the ways to the next and back. */
export const UserList = ({ filter, onOpen }: UserListProps): JSX.Element => {
  const tenantId = useTenantId();
  const [kept, setPages] = useState<Pages>({ filter, begins: [null] });
  const { begins } = kept.filter === filter ? kept : { begins: [null] };
  const query = useQuery(usersQuery(tenantId, filter, begins.at(-1) ?? null));
  return (
    <Loaded query={query} waiting={<Loading rows={6} height={56} />}>
      {({ users, nextCursor }) => (
        <Box aria-busy={query.isPlaceholderData} style={{ opacity: query.isPlaceholderData ? 0.6 : 1 }}>
          {users.length === 0 ? (
            <Nobody isNarrowed={isNarrowed(filter)} />
          ) : (
            <Rows users={users} onOpen={onOpen} />
          )}
          <PageButtons
            from={(begins.length - 1) * PAGE_SIZE + 1}
            shown={users.length}
            onPrevious={
              begins.length > 1 ? () => setPages({ filter, begins: begins.slice(0, -1) }) : undefined
            }
            onNext={
              nextCursor === null ? undefined : () => setPages({ filter, begins: [...begins, nextCursor] })
            }
          />
        </Box>
      )}
    </Loaded>
  );
};

const Rows = (props: { users: readonly User[]; onOpen: (id: string) => void }): JSX.Element => {
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  return isWide ? <UserTable {...props} /> : <UserCards {...props} />;
};

const Nobody = ({ isNarrowed: narrowed }: { isNarrowed: boolean }): JSX.Element => {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconUsers />}
      title={t(narrowed ? 'users.none.foundTitle' : 'users.none.title')}
      text={t(narrowed ? 'users.none.found' : 'users.none.text')}
    />
  );
};

interface PageButtonsProps {
  from: number;
  shown: number;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
}

const PageButtons = ({ from, shown, onPrevious, onNext }: PageButtonsProps): JSX.Element | null => {
  const { t } = useTranslation();
  const { number } = useFormats();
  if (shown === 0 && onPrevious === undefined) return null;
  return (
    <Group component="nav" aria-label={t('users.page.label')} justify="space-between" mt="md">
      <Text size="sm" c="dimmed" aria-live="polite">
        {t('users.page.shown', { from: number(from), to: number(from + shown - 1) })}
      </Text>
      <Group gap="xs">
        <Button variant="default" disabled={onPrevious === undefined} onClick={onPrevious}>
          {t('users.page.previous')}
        </Button>
        <Button variant="default" disabled={onNext === undefined} onClick={onNext}>
          {t('users.page.next')}
        </Button>
      </Group>
    </Group>
  );
};
