import { Box, Button, Group, SegmentedControl, Stack, Title } from '@mantine/core';
import type { SupportRequest } from '@portico/contracts';
import { IconInbox } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/empty-state.js';
import { Loaded } from '../ui/loaded.js';
import { RequestCard } from './request-card.js';
import { requestsQuery } from './support.js';

const STATUSES = ['open', 'done', 'declined'] as const satisfies readonly SupportRequest['status'][];

/** What companies have asked support for. */
export const Requests = (): JSX.Element => {
  const { t } = useTranslation();
  const [status, setStatus] = useState<SupportRequest['status']>('open');
  return (
    <Box component="section" aria-labelledby="requests">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4" id="requests">
            {t('support.requests.title')}
          </Title>
          <SegmentedControl
            aria-label={t('support.requests.status')}
            value={status}
            onChange={(value) => setStatus(STATUSES.find((one) => one === value) ?? 'open')}
            data={STATUSES.map((value) => ({ value, label: t(`support.requests.${value}`) }))}
          />
        </Group>
        <RequestList key={status} status={status} />
      </Stack>
    </Box>
  );
};

const RequestList = ({ status }: { status: SupportRequest['status'] }): JSX.Element => {
  const { t } = useTranslation();
  const query = useInfiniteQuery(requestsQuery(status));
  const words = status === 'open' ? 'none' : 'noneOther';
  return (
    <Loaded query={query}>
      {({ pages }) => {
        const requests = pages.flatMap((page) => page.requests);
        if (requests.length === 0)
          return (
            <EmptyState
              icon={<IconInbox />}
              title={t(`support.requests.${words}.title`)}
              text={t(`support.requests.${words}.text`)}
            />
          );
        return (
          <Stack component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {requests.map((request) => (
              <RequestCard key={request.id} request={request} />
            ))}
            {query.hasNextPage && (
              <Group component="li" justify="center">
                <Button
                  variant="default"
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {t('shell.more')}
                </Button>
              </Group>
            )}
          </Stack>
        );
      }}
    </Loaded>
  );
};
