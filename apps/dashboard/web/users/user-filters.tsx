import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { ssoQuery } from '../api/sso.js';
import { useTenantId } from '../api/session.js';
import { EVERYBODY, isNarrowed, type UserFilter } from './user-filter.rules.js';

interface UserFiltersProps {
  filter: UserFilter;
  onChange: (filter: UserFilter) => void;
}

/** What narrows the list. */
export const UserFilters = ({ filter, onChange }: UserFiltersProps): JSX.Element => {
  const { t } = useTranslation();
  const change = (changed: Partial<UserFilter>): void => onChange({ ...filter, ...changed });
  return (
    <Group component="search" align="flex-end" gap="sm">
      <TextInput
        type="search"
        label={t('users.search.label')}
        description={t('users.search.description')}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={filter.search}
        maxLength={200}
        autoComplete="off"
        onChange={({ currentTarget }) => change({ search: currentTarget.value })}
        flex="1 1 16rem"
      />
      <NativeSelect
        label={t('users.filter.status')}
        value={filter.status ?? ''}
        onChange={({ currentTarget: { value } }) =>
          change({ status: value === 'active' || value === 'deactivated' ? value : undefined })
        }
        data={[
          { value: '', label: t('users.filter.anyStatus') },
          { value: 'active', label: t('users.filter.active') },
          { value: 'deactivated', label: t('users.filter.deactivated') },
        ]}
      />
      <NativeSelect
        label={t('users.filter.role')}
        value={filter.admins ? 'admins' : ''}
        onChange={({ currentTarget: { value } }) => change({ admins: value === 'admins' })}
        data={[
          { value: '', label: t('users.filter.anyRole') },
          { value: 'admins', label: t('users.filter.admins') },
        ]}
      />
      <LinkFilter link={filter.link} onChange={(link) => change({ link })} />
      {isNarrowed(filter) && (
        <Button variant="subtle" onClick={() => onChange(EVERYBODY)}>
          {t('users.filter.clear')}
        </Button>
      )}
    </Group>
  );
};

interface LinkFilterProps {
  link: UserFilter['link'];
  onChange: (link: UserFilter['link']) => void;
}

const LinkFilter = ({ link, onChange }: LinkFilterProps): JSX.Element | null => {
  const { t } = useTranslation();
  const { data } = useQuery(ssoQuery(useTenantId()));
  const connections = data?.connections.filter(({ revision }) => revision > 0) ?? [];
  if (connections.length === 0) return null;
  const choose = (value: string): void => {
    const [how, connectionId] = value.split(' ');
    onChange(connectionId ? { connectionId, linked: how === 'linked' } : undefined);
  };
  return (
    <NativeSelect
      label={t('users.filter.link')}
      value={link ? `${link.linked ? 'linked' : 'not'} ${link.connectionId}` : ''}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
      data={[
        { value: '', label: t('users.filter.anyLink') },
        ...connections.flatMap(({ id, name }) => [
          { value: `not ${id}`, label: t('users.filter.notLinkedTo', { connection: name }) },
          { value: `linked ${id}`, label: t('users.filter.linkedTo', { connection: name }) },
        ]),
      ]}
    />
  );
};
