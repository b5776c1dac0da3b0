import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import type { AuditEntry, Connection } from '@portico/contracts';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenantId } from '../api/session.js';
import { useFormats } from '../texts/formats.js';
import { EmptyState } from '../ui/empty-state.js';
import { Loaded } from '../ui/loaded.js';
import { Loading } from '../ui/loading.js';
import { auditQuery, userIdsIn, usersByIdQuery } from './history.js';
import { useEntryWords, type EntryWords } from './use-entry-words.js';

interface HistoryListProps {
  tenantId: string;
  /** The one connection that is wanted. */
  connectionId: string | null;
  connections: readonly Pick<Connection, 'id' | 'name'>[];
}

/** What was done to a tenant's single sign-on, the newest first. */
export const HistoryList = ({ tenantId, connectionId, connections }: HistoryListProps): JSX.Element => {
  const { t } = useTranslation();
  const query = useInfiniteQuery(auditQuery(tenantId, connectionId));
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  // People of the platform may not read a company's users.
  const isAtHome = useTenantId() === tenantId;
  const users = useQuery(usersByIdQuery(tenantId, isAtHome ? userIdsIn(entries) : []));
  const wordsOf = useEntryWords({
    users: users.data,
    isWaiting: users.isLoading,
    connections: new Map(connections.map(({ id, name }) => [id, name])),
  });
  return (
    <Loaded query={query} waiting={<Loading rows={5} height={64} />}>
      {() => (
        <Stack>
          {entries.length === 0 && (
            <EmptyState
              icon={<IconHistory />}
              title={t('history.none.title')}
              text={t('history.none.text')}
            />
          )}
          {entries.length > 0 && (
            <Paper withBorder p="md">
              <Stack component="ol" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
                {entries.map((entry) => (
                  <Entry key={entry.id} entry={entry} words={wordsOf(entry)} />
                ))}
              </Stack>
            </Paper>
          )}
          {query.hasNextPage ? (
            <Group justify="center">
              <Button
                variant="default"
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                {t('shell.more')}
              </Button>
            </Group>
          ) : (
            entries.length > 0 && (
              <Text size="sm" c="dimmed" ta="center">
                {t('history.end')}
              </Text>
            )
          )}
        </Stack>
      )}
    </Loaded>
  );
};

const Entry = ({ entry, words }: { entry: AuditEntry; words: EntryWords }): JSX.Element => {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  return (
    <li>
      <Group gap="xs">
        <Text size="sm" c="dimmed" component="time" dateTime={entry.at}>
          {dateTime(entry.at)}
        </Text>
        {entry.byPlatform && (
          <Badge tt="none" variant="light" color="orange" size="sm">
            {t('history.platform')}
          </Badge>
        )}
      </Group>
      <Text>{words.sentence}</Text>
      {words.more.map((line) => (
        <Text key={line} size="sm" c="dimmed">
          {line}
        </Text>
      ))}
    </li>
  );
};
