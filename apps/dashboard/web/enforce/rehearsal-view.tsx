import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Connection, Rehearsal } from '@portico/contracts';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useRehearse } from '../api/enforce.js';
import { useRefreshAfterTest } from '../api/set-up.js';
import { useCodeTexts } from '../texts/codes.js';
import { useFormats } from '../texts/formats.js';
import { announce } from '../ui/announce.js';
import { ProblemView } from '../ui/problem-view.js';
import { BlockedUsers } from './blocked-users.js';
import { RehearsalBar } from './rehearsal-bar.js';
import { secondsLeft, toClock } from './conditions.rules.js';

interface RehearsalViewProps {
  connection: Connection;
  rehearsal: Rehearsal | null;
  isFresh: boolean;
  now: number;
}

const Validity = ({
  rehearsal,
  isFresh,
  now,
}: Omit<RehearsalViewProps, 'connection' | 'rehearsal'> & { rehearsal: Rehearsal }): JSX.Element => {
  const { t } = useTranslation();
  const { time } = useFormats();
  const seconds = secondsLeft(rehearsal.expiresAt, now);
  const text = (): string => {
    if (seconds === 0) return t('enforce.rehearsal.over');
    return isFresh
      ? t('enforce.rehearsal.left', { clock: toClock(seconds) })
      : t('enforce.rehearsal.changed');
  };
  return (
    <Text size="sm" c={isFresh ? 'dimmed' : 'var(--mantine-color-error)'}>
      {t('enforce.rehearsal.at', { when: time(rehearsal.at) })} <span role="timer">{text()}</span>
    </Text>
  );
};

const Sessions = ({ rehearsal, name }: { rehearsal: Rehearsal; name: string }): JSX.Element => {
  const { t } = useTranslation();
  const { sessions } = rehearsal;
  return (
    <div>
      <Title order={3} size="h5">
        {t('enforce.rehearsal.sessions')}
      </Title>
      <Text size="sm">
        {sessions === null
          ? t('enforce.rehearsal.sessionsUnknown', { name })
          : `${t('enforce.rehearsal.sessionsKept', { count: sessions.kept })} ${t('enforce.rehearsal.sessionsEnded', { count: sessions.ended, name })}`}
      </Text>
    </div>
  );
};

const Reasons = ({ rehearsal }: { rehearsal: Rehearsal }): JSX.Element => {
  const { t } = useTranslation();
  const codeTexts = useCodeTexts();
  return (
    <div>
      <Text fw={600} size="sm">
        {t('enforce.rehearsal.because')}
      </Text>
      <Stack component="ul" gap={4} m={0} pl="lg">
        {rehearsal.reasons.map(({ code, count }) => (
          <Text key={code} component="li" size="sm">
            {t('enforce.rehearsal.reason', { count, why: codeTexts(code).adminText })}
          </Text>
        ))}
      </Stack>
    </div>
  );
};

/** "30 proven, 8 expected, 4 blocked, because …" */
export const RehearsalView = ({ connection, rehearsal, isFresh, now }: RehearsalViewProps): JSX.Element => {
  const { t } = useTranslation();
  const rehearse = useRehearse(connection.id);
  const refresh = useRefreshAfterTest(connection.id);
  const [showsBlocked, setShowsBlocked] = useState(false);
  const run = (): void =>
    rehearse.mutate(undefined, {
      onSuccess: ({ counts }) => {
        refresh();
        announce(t('enforce.rehearsal.bar', counts));
      },
    });
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="rehearsal">
      <Stack>
        <Group justify="space-between">
          <Title order={2} size="h4" id="rehearsal">
            {t('enforce.rehearsal.title')}
          </Title>
          <Button
            variant={isFresh ? 'default' : 'filled'}
            loading={rehearse.isPending}
            disabled={connection.revision === 0}
            onClick={run}
          >
            {t(rehearsal === null ? 'enforce.rehearsal.run' : 'enforce.rehearsal.again')}
          </Button>
        </Group>
        {rehearsal === null && <Text>{t('enforce.rehearsal.text')}</Text>}
        {rehearse.error !== null && <ProblemView error={rehearse.error} retry={run} />}
        {rehearsal !== null && (
          <>
            <RehearsalBar counts={rehearsal.counts} />
            <Validity rehearsal={rehearsal} isFresh={isFresh} now={now} />
            {rehearsal.counts.blocked === 0 ? (
              <Alert color="green" icon={<IconCircleCheck aria-hidden />}>
                {t('enforce.rehearsal.nobodyBlocked')}
              </Alert>
            ) : (
              <>
                <Reasons rehearsal={rehearsal} />
                {showsBlocked ? (
                  <BlockedUsers rehearsal={rehearsal} />
                ) : (
                  <Group>
                    <Button variant="default" size="xs" onClick={() => setShowsBlocked(true)}>
                      {t('enforce.rehearsal.show')}
                    </Button>
                  </Group>
                )}
              </>
            )}
            <Sessions rehearsal={rehearsal} name={connection.name} />
          </>
        )}
      </Stack>
    </Paper>
  );
};
