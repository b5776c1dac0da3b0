import { Alert, FileInput, Stack } from '@mantine/core';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportMemory } from './import-memory.js';
import { formatOf, hasSemicolons, readHead } from './split-file.js';

type Trouble = 'semicolons' | 'empty';

const troubleIn = async (file: File): Promise<Trouble | null> => {
  if (formatOf(file) === 'ndjson') return file.size === 0 ? 'empty' : null;
  const { header, hasLines } = await readHead(file);
  if (hasSemicolons(header)) return 'semicolons';
  return hasLines ? null : 'empty';
};

interface ChooseFileProps {
  file: File | null;
  /** The file that was begun with. */
  expected: ImportMemory | null;
  onChosen: (file: File | null) => void;
}

/** The file of an import; what cannot be right is told before anything is sent. */
export const ChooseFile = ({ file, expected, onChosen }: ChooseFileProps): JSX.Element => {
  const { t } = useTranslation();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const choose = (chosen: File | null): void => {
    setTrouble(null);
    onChosen(null);
    if (chosen === null) return;
    void troubleIn(chosen).then((found) => {
      setTrouble(found);
      onChosen(found === null ? chosen : null);
    });
  };
  const isOther =
    file !== null &&
    expected !== null &&
    (file.name !== expected.fileName || file.size !== expected.fileSize);
  return (
    <Stack gap="sm">
      <FileInput
        label={t('users.importing.file')}
        description={t('users.importing.fileHelp')}
        placeholder={t('users.importing.choose')}
        accept=".csv,.ndjson,.jsonl,text/csv,application/x-ndjson"
        value={file}
        onChange={choose}
        error={trouble === null ? undefined : t(`users.importing.${trouble}`)}
      />
      {isOther && (
        <Alert color="orange" role="alert">
          {t('users.importing.wrongFile', { name: expected.fileName })}
        </Alert>
      )}
    </Stack>
  );
};
