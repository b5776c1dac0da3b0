import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.js';
import { sessionQuery } from '../api/session.js';
import { Page } from '../ui/page.js';
import { ProblemView } from '../ui/problem-view.js';

/** A set-up link before it is opened: it counts once, so a button is pressed and nothing opens by being looked at. */
export const OpenSetUpLinkPage = (): JSX.Element => {
  const { t } = useTranslation();
  const { token = '' } = useParams({ strict: false });
  const navigate = useNavigate();
  const client = useQueryClient();
  const open = useMutation({
    mutationFn: () => call<unknown>('/api/set-up-sessions', { method: 'POST', body: { token } }),
    onSuccess: async () => {
      await client.query({ ...sessionQuery, staleTime: 0 });
      await navigate({ to: '/set-up', replace: true });
    },
  });
  return (
    <Page title={t('setUpLink.open.title')}>
      <Paper withBorder p="lg">
        <Stack maw="44rem">
          <Text>{t('setUpLink.open.text')}</Text>
          <Text>{t('setUpLink.open.once')}</Text>
          {open.error && <ProblemView error={open.error} title={t('setUpLink.open.failed')} />}
          <Group>
            <Button loading={open.isPending} onClick={() => open.mutate()}>
              {t('setUpLink.open.action')}
            </Button>
          </Group>
        </Stack>
      </Paper>
    </Page>
  );
};
