import { Checkbox, Stack, TextInput } from '@mantine/core';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { toRefusal } from '../api/refusal.js';
import { toFieldFaults } from '../ui/field-faults.rules.js';
import { useProblemText } from '../ui/problem-view.js';

/** What can be typed about a user. */
export interface UserValues {
  name: string;
  email: string;
  externalId: string;
  isAdmin: boolean;
}

const FIELDS = ['name', 'email', 'externalId'] as const;

interface UserFieldsProps {
  values: UserValues;
  onChange: (values: UserValues) => void;
  error: Error | null;
}

/** Whether every fault of a refusal stands beside its field, so that nothing is left to be said. */
export const isBesideFields = (error: Error): boolean => {
  const { faults, code } = toRefusal(error);
  if (code === 'external_id_taken') return true;
  return faults.length > 0 && toFieldFaults(faults, FIELDS).others.length === 0;
};

export const UserFields = ({ values, onChange, error }: UserFieldsProps): JSX.Element => {
  const { t } = useTranslation();
  const problem = useProblemText();
  const refusal = error ? toRefusal(error) : undefined;
  const faults = toFieldFaults(refusal?.faults ?? [], FIELDS).byField;
  const taken = refusal?.code === 'external_id_taken' ? problem(error) : undefined;
  const change = (changed: Partial<UserValues>): void => onChange({ ...values, ...changed });
  return (
    <Stack gap="sm">
      <TextInput
        label={t('users.field.name')}
        value={values.name}
        onChange={({ currentTarget }) => change({ name: currentTarget.value })}
        error={faults.name?.message}
        required
        maxLength={200}
        autoComplete="off"
        data-autofocus
      />
      <TextInput
        type="email"
        label={t('users.field.email')}
        description={t('users.field.emailHelp')}
        value={values.email}
        onChange={({ currentTarget }) => change({ email: currentTarget.value })}
        error={faults.email?.message}
        required
        maxLength={254}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <TextInput
        label={t('users.field.externalId')}
        description={t('users.field.externalIdHelp')}
        value={values.externalId}
        onChange={({ currentTarget }) => change({ externalId: currentTarget.value })}
        error={faults.externalId?.message ?? taken}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
      />
      <Checkbox
        label={t('users.field.admin')}
        description={t('users.field.adminHelp')}
        checked={values.isAdmin}
        onChange={({ currentTarget }) => change({ isAdmin: currentTarget.checked })}
      />
    </Stack>
  );
};
