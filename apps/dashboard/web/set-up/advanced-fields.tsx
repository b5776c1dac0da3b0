import { Checkbox, Collapse, NativeSelect, Stack, TextInput, UnstyledButton } from '@mantine/core';
import type { Connection } from '@portico/contracts';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormField, FormValues } from './values.rules.js';

interface AdvancedFieldsProps {
  connection: Connection;
  form: FormValues;
  faultOf: (field: FormField) => string | undefined;
  set: <F extends FormField>(field: F, value: FormValues[F]) => void;
}

const AUTHS = ['auto', 'basic', 'post'] as const;
const OWN: readonly FormField[] = ['name', 'scopes', 'emailClaim', 'tokenAuth', 'issuesOwnAddressesOnly'];

/** What nearly nobody has to change. */
export const AdvancedFields = ({ connection, form, faultOf, set }: AdvancedFieldsProps): JSX.Element => {
  const { t } = useTranslation();
  const id = useId();
  const [isWanted, setIsWanted] = useState(false);
  const isOpen = isWanted || OWN.some((field) => faultOf(field) !== undefined);
  const provider = t(`sso.provider.${connection.provider}`);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <UnstyledButton
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsWanted(!isOpen)}
        c="var(--mantine-color-anchor)"
        fw={600}
      >
        <Chevron size={16} aria-hidden /> {t('setUp.values.advanced')}
      </UnstyledButton>
      <Collapse expanded={isOpen} id={id}>
        <Stack mt="sm">
          <TextInput
            label={t('setUp.values.name')}
            description={t('setUp.values.nameHint')}
            value={form.name}
            maxLength={80}
            error={faultOf('name')}
            onChange={({ currentTarget }) => set('name', currentTarget.value)}
          />
          <TextInput
            label={t('setUp.values.scopes')}
            description={t('setUp.values.scopesHint', { provider })}
            value={form.scopes}
            maxLength={1300}
            error={faultOf('scopes')}
            onChange={({ currentTarget }) => set('scopes', currentTarget.value)}
          />
          <TextInput
            label={t('setUp.values.emailClaim')}
            description={t(
              `setUp.values.emailClaimHint.${connection.provider === 'azure' ? 'azure' : 'plain'}`,
            )}
            value={form.emailClaim}
            maxLength={100}
            error={faultOf('emailClaim')}
            onChange={({ currentTarget }) => set('emailClaim', currentTarget.value)}
          />
          <NativeSelect
            label={t('setUp.values.tokenAuth')}
            description={t('setUp.values.tokenAuthHint', { provider })}
            value={form.tokenAuth}
            error={faultOf('tokenAuth')}
            data={AUTHS.map((value) => ({ value, label: t(`setUp.values.tokenAuthOf.${value}`) }))}
            onChange={({ currentTarget: { value } }) =>
              set('tokenAuth', AUTHS.find((auth) => auth === value) ?? 'auto')
            }
          />
          <Checkbox
            label={t('setUp.values.ownAddresses')}
            description={t('setUp.values.ownAddressesHint')}
            checked={form.issuesOwnAddressesOnly}
            onChange={({ currentTarget }) => set('issuesOwnAddressesOnly', currentTarget.checked)}
          />
        </Stack>
      </Collapse>
    </div>
  );
};
