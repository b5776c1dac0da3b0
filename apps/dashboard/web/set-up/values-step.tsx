import { Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import type { Connection } from '@portico/contracts';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { toRefusal, type Fault } from '../api/refusal.js';
import { useSaveValues } from '../api/set-up.js';
import { isConflict } from '../api/sso.js';
import { announce } from '../ui/announce.js';
import { fieldOf } from '../ui/field-faults.rules.js';
import { notify } from '../ui/notices.js';
import { ProblemView } from '../ui/problem-view.js';
import { AdvancedFields } from './advanced-fields.js';
import { CheckedField, type Mistake } from './checked-field.js';
import { ConflictDialog } from './conflict-dialog.js';
import { FoundIssuer } from './found-issuer.js';
import { useFindingText } from './finding-text.js';
import { DISCOVERY_EXAMPLE } from './provider-words.js';
import { SecretField } from './secret-field.js';
import type { StepProps } from './set-up.js';
import { useChecks } from './use-checks.js';
import { useValuesForm } from './use-values-form.js';
import { missingFields, toFormField, toUpdate, type FormField } from './values.rules.js';

type Faults = Partial<Record<FormField, Fault & { rule?: string }>>;

const toFaults = (faults: readonly Fault[]): Faults => {
  const byField: Faults = {};
  for (const fault of faults) {
    const field = toFormField(fieldOf(fault.pointer));
    if (field !== undefined) byField[field] ??= fault;
  }
  return byField;
};

/** Everything that a save of the values does, without what is drawn. */
const useSaving = ({ connection, onStep }: StepProps) => {
  const { t } = useTranslation();
  const values = useValuesForm(connection);
  const save = useSaveValues(connection.id);
  const [faults, setFaults] = useState<Faults>({});
  const missing = missingFields(connection, values.form);
  const run = (): void => {
    if (missing.length > 0) {
      const required = t('setUp.values.required');
      setFaults(
        Object.fromEntries(missing.map((field) => [field, { pointer: `/${field}`, message: required }])),
      );
      announce(required);
      return;
    }
    if (!values.isChanged) return onStep('test');
    save.mutate(
      {
        revision: values.revision,
        values: toUpdate(values.form, values.saved),
      },
      {
        onSuccess: () => {
          values.settle();
          notify(t('setUp.values.saved'));
          onStep('test');
        },
        onError: (error) => setFaults(toFaults(toRefusal(error).faults)),
      },
    );
  };
  const clear = (field: FormField): void => {
    setFaults((all) => ({ ...all, [field]: undefined }));
    if (save.error !== null) save.reset();
  };
  return { values, save, faults, run, clear };
};

type CheckedName = 'clientId' | 'clientSecret' | 'discoveryUrl';
type Saving = ReturnType<typeof useSaving>;

const isChecked = (field: FormField): field is CheckedName =>
  field === 'clientId' || field === 'clientSecret' || field === 'discoveryUrl';

/** Joins what is typed, what was found wrong with it, and what a save has refused. */
const useFields = (connection: Connection, { values, faults, clear }: Saving) => {
  const { t } = useTranslation();
  const checks = useChecks(connection.id);
  const findingText = useFindingText();
  const set: typeof values.set = (field, value) => {
    clear(field);
    if (isChecked(field)) checks.forget(field);
    values.set(field, value);
  };
  const mistakeOf = (field: CheckedName): Mistake | undefined => {
    const mistake = faults[field] ?? checks.findingOf(field);
    return mistake && { message: findingText(mistake), corrected: mistake.corrected };
  };
  const checked = (field: CheckedName) => ({
    label: t(`setUp.values.${field}`),
    value: values.form[field],
    mistake: mistakeOf(field),
    isChecking: checks.isChecking === field,
    isFine: checks.isFine(field, values.form[field]),
    onChange: (value: string) => set(field, value),
    onLeave: (value: string) => {
      if (value !== values.saved[field]) checks.check(field, { ...values.form, [field]: value });
    },
  });
  const faultOf = (field: FormField): string | undefined => faults[field] && findingText(faults[field]);
  const isSecretNeeded =
    faults.clientSecret !== undefined ||
    checks.found?.changesIssuer === true ||
    values.form.clientId !== values.saved.clientId;
  return { set, checked, faultOf, isSecretNeeded, found: checks.found };
};

const Fields = ({ connection, saving }: { connection: Connection; saving: Saving }): JSX.Element => {
  const { t } = useTranslation();
  const { set, checked, faultOf, isSecretNeeded, found } = useFields(connection, saving);
  const { form } = saving.values;
  const provider = t(`sso.provider.${connection.provider}`);
  return (
    <>
      <CheckedField
        {...checked('clientId')}
        description={t(`setUp.values.clientIdHint.${connection.provider}`)}
        maxLength={512}
      />
      <SecretField
        {...checked('clientSecret')}
        description={t(`setUp.values.clientSecretHint.${connection.provider}`)}
        maxLength={2048}
        connection={connection}
        isNeeded={isSecretNeeded}
      />
      <TextInput
        type="date"
        label={`${t('setUp.values.secretEnds')} (${t('shell.optional')})`}
        description={t('setUp.values.secretEndsHint', { provider })}
        value={form.secretExpiresOn}
        error={faultOf('secretExpiresOn')}
        onChange={({ currentTarget }) => set('secretExpiresOn', currentTarget.value)}
      />
      <CheckedField
        {...checked('discoveryUrl')}
        description={t('setUp.values.discoveryHint', { example: DISCOVERY_EXAMPLE[connection.provider] })}
        maxLength={2048}
      />
      {found !== null && <FoundIssuer found={found} />}
      <Radio.Group
        label={t('setUp.values.method')}
        description={t('setUp.values.methodHint', { provider })}
        value={form.userinfoMethod}
        onChange={(value) => set('userinfoMethod', value === 'POST' ? 'POST' : 'GET')}
      >
        <Group mt={6}>
          <Radio value="GET" label="GET" />
          <Radio value="POST" label="POST" />
        </Group>
      </Radio.Group>
      <AdvancedFields connection={connection} form={form} faultOf={faultOf} set={set} />
    </>
  );
};

/** Step 2: the values of the application. */
export const ValuesStep = (props: StepProps): JSX.Element => {
  const { connection } = props;
  const { t } = useTranslation();
  const saving = useSaving(props);
  const { values, save, run } = saving;
  const isPending = connection.mode !== 'off' && values.isChanged;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      <Stack>
        <Text>{t('setUp.values.text', { provider: t(`sso.provider.${connection.provider}`) })}</Text>
        <Fields connection={connection} saving={saving} />
        {save.error !== null && !isConflict(save.error) && (
          <ProblemView error={save.error} title={t('setUp.values.failed')} />
        )}
        {isPending && <Text size="sm">{t('setUp.values.pendingHint')}</Text>}
        <Group>
          <Button type="submit" loading={save.isPending}>
            {t(isPending ? 'setUp.values.savePending' : 'setUp.values.save')}
          </Button>
          <Text size="sm" c="dimmed" role="status">
            {values.isKept ? t('setUp.values.kept') : ''}
          </Text>
        </Group>
      </Stack>
      {isConflict(save.error) && (
        <ConflictDialog
          connection={connection}
          mine={values.form}
          before={values.saved}
          onChosen={(next, theirs) => {
            values.reset(next, theirs);
            save.reset();
          }}
        />
      )}
    </form>
  );
};
