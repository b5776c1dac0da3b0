import { Alert, Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import type { UserImport } from '@portico/contracts';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../texts/formats.js';
import { ProblemView } from '../../ui/problem-view.js';
import { ChooseFile } from './choose-file.js';
import { ImportCounts } from './import-counts.js';
import { RefusedLines } from './refused-lines.js';
import { useImport, type ImportState } from './use-import.js';

interface ImportViewProps {
  importId: string;
  /** How far it had come when this page was opened. */
  before: UserImport | null;
  onAnother: () => void;
}

/** One import: the file, how far it is, what became of the lines. */
export const ImportView = ({ importId, before, onAnother }: ImportViewProps): JSX.Element => {
  const { start, stop, ...state } = useImport(importId);
  const stored = state.stored ?? before;
  return (
    <Stack>
      <Paper withBorder p="md">
        <Stack>
          {before !== null && state.phase === 'idle' && <ChooseAgain before={before} state={state} />}
          {state.memory !== null && <Bar state={state} stored={stored} />}
          {state.error && <ProblemView error={state.error} />}
          <NextMove phase={state.phase} onPause={stop} onAnother={onAnother}>
            <Begin expected={state.memory} isBegun={stored !== null} onStart={start} />
          </NextMove>
        </Stack>
      </Paper>
      {stored !== null && <ImportCounts counts={stored.counts} />}
      <RefusedLines refused={state.memory?.refused ?? []} />
    </Stack>
  );
};

interface NextMoveProps {
  phase: ImportState['phase'];
  onPause: () => void;
  onAnother: () => void;
  /** What begins, or goes on. */
  children: JSX.Element;
}

const NextMove = ({ phase, onPause, onAnother, children }: NextMoveProps): JSX.Element => {
  if (phase === 'running' || phase === 'waiting') return <Pause onPause={onPause} />;
  return phase === 'done' ? <Another onAnother={onAnother} /> : children;
};

const Pause = ({ onPause }: { onPause: () => void }): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Group>
      <Button variant="default" onClick={onPause}>
        {t('users.importing.pause')}
      </Button>
    </Group>
  );
};

const Another = ({ onAnother }: { onAnother: () => void }): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Group>
      <Button variant="default" onClick={onAnother}>
        {t('users.importing.another')}
      </Button>
    </Group>
  );
};

interface BeginProps {
  expected: ImportState['memory'];
  isBegun: boolean;
  onStart: (file: File) => void;
}

const Begin = ({ expected, isBegun, onStart }: BeginProps): JSX.Element => {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  return (
    <>
      <ChooseFile file={file} expected={expected} onChosen={setFile} />
      <Group>
        <Button disabled={file === null} onClick={() => file && onStart(file)}>
          {t(isBegun ? 'users.importing.goOn' : 'users.importing.start')}
        </Button>
      </Group>
    </>
  );
};

const ChooseAgain = ({ before, state }: { before: UserImport; state: ImportState }): JSX.Element => {
  const { t } = useTranslation();
  const { number } = useFormats();
  const lines = number(before.lastLine);
  return (
    <Alert role="note">
      {state.memory === null
        ? t('users.importing.chooseAgainUnnamed', { lines })
        : t('users.importing.chooseAgain', { lines, name: state.memory.fileName })}
    </Alert>
  );
};

const Bar = ({ state, stored }: { state: ImportState; stored: UserImport | null }): JSX.Element => {
  const { t } = useTranslation();
  const { number } = useFormats();
  const line = number(stored?.lastLine ?? 0);
  const percent = Math.floor((state.memory?.share ?? 0) * 100);
  const says = {
    idle: t('users.importing.paused', { line }),
    running: t('users.importing.running'),
    waiting: `${t('users.importing.cut', { line })} ${t('users.importing.waiting')}`,
    stopped: t(state.error ? 'users.importing.cut' : 'users.importing.paused', { line }),
    done: t('users.importing.finished', { lines: line }),
  }[state.phase];
  return (
    <Stack gap={4}>
      <Progress.Root size="lg">
        <Progress.Section
          value={percent}
          aria-label={t('users.importing.progress')}
          aria-valuetext={t('users.importing.progressText', { percent, line })}
          color={state.phase === 'done' ? 'teal.9' : 'indigo'}
        />
      </Progress.Root>
      <Group justify="space-between">
        <Text size="sm" role="status">
          {says}
        </Text>
        <Text size="sm" c="dimmed">
          {t('users.importing.progressText', { percent, line })}
        </Text>
      </Group>
    </Stack>
  );
};
