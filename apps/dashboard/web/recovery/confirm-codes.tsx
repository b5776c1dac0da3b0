import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState, type JSX, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { notify } from '../ui/notices.js';
import { useProblemText } from '../ui/problem-view.js';
import { useConfirmCodes } from './recovery-codes.js';

/** One of the codes, typed from where they are kept: the proof that they are. */
export const ConfirmCodes = ({ onConfirmed }: { onConfirmed: () => void }): JSX.Element => {
  const { t } = useTranslation();
  const problem = useProblemText();
  const confirm = useConfirmCodes();
  const [typed, setTyped] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    confirm.mutate(typed.trim(), {
      onSuccess: () => {
        setTyped('');
        notify(t('recovery.confirm.done'));
        onConfirmed();
      },
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Title order={3} size="h5">
          {t('recovery.confirm.title')}
        </Title>
        <Text size="sm">{t('recovery.confirm.text')}</Text>
        <Group align="flex-start" gap="sm">
          <TextInput
            label={t('recovery.confirm.label')}
            value={typed}
            onChange={({ currentTarget }) => {
              setTyped(currentTarget.value);
              confirm.reset();
            }}
            error={confirm.error ? problem(confirm.error) : undefined}
            required
            maxLength={64}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            flex="1 1 14rem"
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          />
          <Button type="submit" loading={confirm.isPending} mt={{ base: 0, xs: 25 }}>
            {t('recovery.confirm.action')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
