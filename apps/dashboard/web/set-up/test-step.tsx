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
import { stepsOf } from './steps.rules.js';
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

/** Step 3: the real sign-in, tried without consequences. */
export const TestStep = ({ connection, powers, onStep }: StepProps): JSX.Element => {
  const { t } = useTranslation();
  const tenantId = useTenantId();
  const { user } = useSession();
  const { id, provider } = connection;
  const { start, begin, testId, blockedUrl } = useTest(id);
  const { data: test, error } = useQuery({
    ...testQuery(tenantId, id, testId ?? ''),
    enabled: testId !== null,
  });
  const refresh = useRefreshAfterTest(id);
  const told = useRef<string | null>(null);
  const ended = test !== undefined && !isUnderWay(test);
  useEffect(() => {
    if (!ended || told.current === test.id) return;
    told.current = test.id;
    refresh();
    announce(t(test.status === 'succeeded' ? 'setUp.test.passed' : 'setUp.test.refused'));
  }, [ended, test, refresh, t]);
  const name = t(`sso.provider.${provider}`);
  const isRunning = testId !== null && !ended && error === null;
  const isLast = stepsOf(connection).at(-1) === 'test';
  return (
    <Stack>
      <Text maw="44rem">
        {t(user === null ? 'setUp.test.textLink' : 'setUp.test.text', { provider: name })}
      </Text>
      <Group>
        <Button
          onClick={begin}
          loading={start.isPending}
          variant={test?.passed === true ? 'default' : 'filled'}
          rightSection={<IconExternalLink size={18} aria-hidden />}
        >
          {t(test === undefined ? 'setUp.test.start' : 'setUp.test.again')}
        </Button>
        {!isLast && (
          <Button variant={test?.passed === true ? 'filled' : 'default'} onClick={() => onStep('turn_on')}>
            {t('setUp.next', { step: t('setUp.step.turn_on') })}
          </Button>
        )}
      </Group>
      {start.error !== null && <ProblemView error={start.error} />}
      {blockedUrl !== null && isRunning && (
        <Alert color="yellow">
          {t('setUp.test.blocked')}{' '}
          <Anchor href={blockedUrl} target="_blank" rel="noopener noreferrer" inherit>
            {t('setUp.test.openLink')}
          </Anchor>
        </Alert>
      )}
      {error !== null && <ProblemView error={error} />}
      {isRunning && <Waiting isAtProvider={test?.status === 'under_way'} provider={name} />}
      {ended && <TestResult test={test} connection={connection} powers={powers} onStep={onStep} />}
    </Stack>
  );
};
