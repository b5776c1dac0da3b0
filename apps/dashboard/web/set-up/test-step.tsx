import { Alert, Anchor, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, useTenantId } from '../api/session.js';
import { isUnderWay, testQuery, useRefreshAfterTest, useStartTest } from '../api/set-up.js';
import { announce } from '../ui/announce.js';
import { ProblemView } from '../ui/problem-view.js';
import type { StepProps } from './set-up.js';
import { TestResult } from './test-result.js';

const lastTests = new Map<string, string>();

/** Opens the window while the click still counts (browsers refuse it later), and sends it on when the address is known. */
const useTest = (connectionId: string) => {
  const start = useStartTest(connectionId);
  const [testId, setTestId] = useState(() => lastTests.get(connectionId) ?? null);
  const [blockedUrl, setBlockedUrl] = useState<string | null>(null);
  const begin = (): void => {
    // One window per start: the name is new, so that a window of the test before is not taken.
    const opened = window.open('about:blank', '_blank');
    setBlockedUrl(null);
    start.mutate(undefined, {
      onSuccess: ({ testId: id, testUrl }) => {
        lastTests.set(connectionId, id);
        setTestId(id);
        if (opened === null) {
          setBlockedUrl(testUrl);
          return;
        }
        // The provider's pages get no hold of this one.
        opened.opener = null;
        opened.location.href = testUrl;
      },
      onError: () => opened?.close(),
    });
  };
  return { start, begin, testId, blockedUrl };
};

const Waiting = ({ isAtProvider, provider }: { isAtProvider: boolean; provider: string }): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Alert color="blue" role="status">
      <Group gap="sm" wrap="nowrap">
        <Loader size="sm" aria-hidden />
        <Text size="sm">
          {isAtProvider ? t('setUp.test.underWay', { provider }) : t('setUp.test.waiting')}
        </Text>
      </Group>
    </Alert>
  );
};

/** The test that was begun last, asked for until it has ended. */
const useOutcome = (connectionId: string, testId: string | null) => {
  const { t } = useTranslation();
  const { data: test, error } = useQuery({
    ...testQuery(useTenantId(), connectionId, testId ?? ''),
    enabled: testId !== null,
  });
  const refresh = useRefreshAfterTest(connectionId);
  const told = useRef<string | null>(null);
  const ended = test !== undefined && !isUnderWay(test) ? test : null;
  useEffect(() => {
    if (ended === null || told.current === ended.id) return;
    told.current = ended.id;
    refresh();
    announce(t(ended.status === 'succeeded' ? 'setUp.test.passed' : 'setUp.test.refused'));
  }, [ended, refresh, t]);
  const isRunning = testId !== null && ended === null && error === null;
  return { ended, error, isRunning, isAtProvider: test?.status === 'under_way' };
};

const Blocked = ({ url }: { url: string }): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Alert color="yellow">
      {t('setUp.test.blocked')}{' '}
      <Anchor href={url} target="_blank" rel="noopener noreferrer" inherit>
        {t('setUp.test.openLink')}
      </Anchor>
    </Alert>
  );
};

/** Step 3: the real sign-in, tried without consequences. */
export const TestStep = ({ connection, powers, onStep }: StepProps): JSX.Element => {
  const { t } = useTranslation();
  const { user } = useSession();
  const { start, begin, testId, blockedUrl } = useTest(connection.id);
  const { ended, error, isRunning, isAtProvider } = useOutcome(connection.id, testId);
  const provider = t(`sso.provider.${connection.provider}`);
  const hasPassed = ended?.passed === true;
  return (
    <Stack>
      <Text maw="44rem">{t(user === null ? 'setUp.test.textLink' : 'setUp.test.text', { provider })}</Text>
      <Group>
        <Button
          onClick={begin}
          loading={start.isPending}
          variant={hasPassed ? 'default' : 'filled'}
          rightSection={<IconExternalLink size={18} aria-hidden />}
        >
          {t(ended === null ? 'setUp.test.start' : 'setUp.test.again')}
        </Button>
        <Button variant={hasPassed ? 'filled' : 'default'} onClick={() => onStep('turn_on')}>
          {t('setUp.next', { step: t('setUp.step.turn_on') })}
        </Button>
      </Group>
      {start.error !== null && <ProblemView error={start.error} />}
      {error !== null && <ProblemView error={error} />}
      {isRunning && blockedUrl !== null && <Blocked url={blockedUrl} />}
      {isRunning && <Waiting isAtProvider={isAtProvider} provider={provider} />}
      {ended !== null && <TestResult test={ended} connection={connection} powers={powers} onStep={onStep} />}
    </Stack>
  );
};
