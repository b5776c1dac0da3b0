import { Button, Group, Paper, TextInput } from '@mantine/core';
import { useState, type SubmitEvent, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { notify } from '../ui/notices.js';
import { useProblemText } from '../ui/problem-view.js';
import { useClaimDomain } from './domains.js';

/** A pasted address or web address means its domain. */
const domainIn = (typed: string): string =>
  typed
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/^.*@/, '')
    .replace(/^www\./i, '')
    .replace(/[/?#].*$/, '');

/** The form for one more domain. */
export const AddDomain = (): JSX.Element => {
  const { t } = useTranslation();
  const problem = useProblemText();
  const claim = useClaimDomain();
  const [typed, setTyped] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    claim.mutate(domainIn(typed), {
      onSuccess: ({ domain }) => {
        setTyped('');
        notify(t('domains.add.added', { domain }));
      },
    });
  };
  return (
    <Paper withBorder p="md" component="form" onSubmit={submit}>
      <Group align="flex-start" gap="sm">
        <TextInput
          label={t('domains.add.label')}
          description={t('domains.add.description')}
          placeholder="acme.com"
          value={typed}
          onChange={({ currentTarget }) => {
            setTyped(currentTarget.value);
            claim.reset();
          }}
          error={claim.error ? problem(claim.error) : undefined}
          required
          maxLength={253}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          inputMode="url"
          flex="1 1 16rem"
        />
        <Button type="submit" loading={claim.isPending} mt={{ base: 0, xs: 45 }}>
          {t('domains.add.action')}
        </Button>
      </Group>
    </Paper>
  );
};
