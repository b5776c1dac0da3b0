import { Group, NativeSelect, Paper, Stack, Text, Title } from '@mantine/core';
import type { ConnectionRevision } from '@portico/contracts';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import table from '../set-up/set-up.module.css';
import { useFormats } from '../texts/formats.js';
import { differencesOf, isSecretReplaced, type ComparedField } from './compare.rules.js';

const Choice = ({
  label,
  value,
  revisions,
  onChange,
}: {
  label: string;
  value: number;
  revisions: readonly ConnectionRevision[];
  onChange: (revision: number) => void;
}): JSX.Element => {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  return (
    <NativeSelect
      label={label}
      value={value.toString()}
      flex="1 1 12rem"
      data={revisions.map(({ revision, savedAt }) => ({
        value: revision.toString(),
        label: `${t('revisions.revision', { revision })} · ${dateTime(savedAt)}`,
      }))}
      onChange={({ currentTarget }) => onChange(Number(currentTarget.value))}
    />
  );
};

const Differences = ({
  one,
  other,
  revisions,
}: {
  one: ConnectionRevision;
  other: ConnectionRevision;
  revisions: readonly ConnectionRevision[];
}): JSX.Element => {
  const { t } = useTranslation();
  const { date } = useFormats();
  const fields = differencesOf(one, other);
  const isReplaced = isSecretReplaced(revisions, one, other);
  const shown = (revision: ConnectionRevision, field: ComparedField): string => {
    const value = revision[field];
    if (value === null) return t('revisions.empty');
    if (typeof value === 'boolean') return t(value ? 'shell.on' : 'shell.off');
    if (Array.isArray(value)) return value.join(' ');
    return field === 'secretExpiresAt' ? date(value.toString()) : value.toString();
  };
  if (fields.length === 0 && !isReplaced) return <Text size="sm">{t('revisions.same')}</Text>;
  return (
    <table className={`${table['table'] ?? ''} ${table['stacks'] ?? ''}`}>
      <thead>
        <tr>
          <th scope="col">{t('revisions.what')}</th>
          <th scope="col">{t('revisions.revision', { revision: one.revision })}</th>
          <th scope="col">{t('revisions.revision', { revision: other.revision })}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field}>
            <th scope="row">{t(`revisions.fields.${field}`)}</th>
            <td>{shown(one, field)}</td>
            <td>{shown(other, field)}</td>
          </tr>
        ))}
        {isReplaced && (
          <tr>
            <th scope="row">{t('revisions.fields.clientSecret')}</th>
            <td colSpan={2}>{t('revisions.secret')}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
};

/** Two revisions side by side. */
export const Compare = ({ revisions }: { revisions: readonly ConnectionRevision[] }): JSX.Element | null => {
  const { t } = useTranslation();
  const [newest, second] = revisions;
  const [chosen, setChosen] = useState<[number, number]>([second?.revision ?? 0, newest?.revision ?? 0]);
  const of = (revision: number): ConnectionRevision | undefined =>
    revisions.find((one) => one.revision === revision);
  const one = of(chosen[0]) ?? second;
  const other = of(chosen[1]) ?? newest;
  if (one === undefined || other === undefined) return null;
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="compare">
      <Stack>
        <Title order={2} size="h4" id="compare">
          {t('revisions.compare')}
        </Title>
        <Group align="flex-end">
          <Choice
            label={t('revisions.compareWith')}
            value={one.revision}
            revisions={revisions}
            onChange={(revision) => setChosen([revision, other.revision])}
          />
          <Choice
            label={t('revisions.and')}
            value={other.revision}
            revisions={revisions}
            onChange={(revision) => setChosen([one.revision, revision])}
          />
        </Group>
        <Differences one={one} other={other} revisions={revisions} />
      </Stack>
    </Paper>
  );
};
