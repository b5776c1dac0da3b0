import { Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useRef, useState, type JSX } from 'react';
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
import { missingFields, toForm, toFormField, toUpdate, type FormField } from './values.rules.js';

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
        revision: connection.pendingRevision ?? connection.revision,
        values: toUpdate(values.form, values.saved),
      },
      {
        onSuccess: (now) => {
          notify(t('setUp.values.saved'));
          const form = toForm(now.name, {
            ...now,
            ...(now.pendingRevision !== null && { issuer: values.form.discoveryUrl }),
          });
          values.reset(form, form);
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

/** Step 2: the values of the application. */
export const ValuesStep = (props: StepProps): JSX.Element => {
  const { connection } = props;
  const { t } = useTranslation();
  const { values, save, faults, run, clear } = useSaving(props);
  const checks = useChecks(connection.id);
  const findingText = useFindingText();
  const form = useRef<HTMLFormElement>(null);
  const provider = t(`sso.provider.${connection.provider}`);
  const set: typeof values.set = (field, value) => {
    clear(field);
    if (field === 'clientId' || field === 'clientSecret' || field === 'discoveryUrl') checks.forget(field);
    values.set(field, value);
  };
  const mistakeOf = (field: 'clientId' | 'clientSecret' | 'discoveryUrl'): Mistake | undefined => {
    const mistake = faults[field] ?? checks.findingOf(field);
    return mistake && { message: findingText(mistake), corrected: mistake.corrected };
  };
  const checked = (field: 'clientId' | 'clientSecret' | 'discoveryUrl') => ({
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
  const isNeeded =
    faults.clientSecret !== undefined ||
    checks.found?.changesIssuer === true ||
    values.form.clientId !== values.saved.clientId;
  const isOn = connection.mode !== 'off';
  const faultOf = (field: FormField): string | undefined => faults[field] && findingText(faults[field]);
  const showsProblem = save.error !== null && !isConflict(save.error);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      <Stack>
        <Text>{t('setUp.values.text', { provider })}</Text>
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
          isNeeded={isNeeded}
        />
        <TextInput
          type="date"
          label={t('setUp.values.secretEnds')}
          description={t('setUp.values.secretEndsHint', { provider })}
          value={values.form.secretExpiresOn}
          error={faultOf('secretExpiresOn')}
          onChange={({ currentTarget }) => set('secretExpiresOn', currentTarget.value)}
          maw="16rem"
        />
        <CheckedField
          {...checked('discoveryUrl')}
          description={t('setUp.values.discoveryHint', { example: DISCOVERY_EXAMPLE[connection.provider] })}
          maxLength={2048}
        />
        {checks.found !== null && <FoundIssuer found={checks.found} />}
        <Radio.Group
          label={t('setUp.values.method')}
          description={t('setUp.values.methodHint', { provider })}
          value={values.form.userinfoMethod}
          onChange={(value) => set('userinfoMethod', value === 'POST' ? 'POST' : 'GET')}
        >
          <Group mt={6}>
            <Radio value="GET" label="GET" />
            <Radio value="POST" label="POST" />
          </Group>
        </Radio.Group>
        <AdvancedFields connection={connection} form={values.form} faultOf={faultOf} set={set} />
        {showsProblem && <ProblemView error={save.error} title={t('setUp.values.failed')} />}
        {isOn && values.isChanged && <Text size="sm">{t('setUp.values.pendingHint')}</Text>}
        <Group>
          <Button type="submit" loading={save.isPending}>
            {t(isOn && values.isChanged ? 'setUp.values.savePending' : 'setUp.values.save')}
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
