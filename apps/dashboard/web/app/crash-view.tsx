import { Button, Stack, Text } from '@mantine/core';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal } from '../api/refusal.js';
import { Page } from '../ui/page.js';
import { ProblemView } from '../ui/problem-view.js';

/** In place of a page that could not be shown. */
export const CrashView = ({ error, reset }: { error: unknown; reset: () => void }): JSX.Element => {
  const { t } = useTranslation();
  if (error instanceof Refusal)
    return (
      <Page title={t('shell.problem.title')}>
        <ProblemView error={error} retry={() => (error.status === 0 ? window.location.reload() : reset())} />
      </Page>
    );
  return (
    <Page title={t('shell.problem.crashed')}>
      <Stack align="flex-start">
        <Text>{t('shell.problem.crashedText')}</Text>
        <Button onClick={() => window.location.reload()}>{t('shell.problem.reload')}</Button>
      </Stack>
    </Page>
  );
};
