import { Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { PageLink } from '../ui/links.js';
import { Loaded } from '../ui/loaded.js';
import { Loading } from '../ui/loading.js';
import { tenantsQuery } from './support.js';

const TYPING_MS = 250;

/** Companies by a part of their name. */
export const FindTenant = (): JSX.Element => {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), TYPING_MS);
  return (
    <Paper withBorder p="md" component="search">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('support.find.title')}
        </Title>
        <TextInput
          type="search"
          label={t('support.find.label')}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={typed}
          maxLength={120}
          autoComplete="off"
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        {search.length >= 2 && <Found search={search} />}
      </Stack>
    </Paper>
  );
};

const Found = ({ search }: { search: string }): JSX.Element => {
  const { t } = useTranslation();
  const query = useQuery(tenantsQuery(search));
  return (
    <Loaded query={query} waiting={<Loading rows={1} height={32} />}>
      {(tenants) =>
        tenants.length === 0 ? (
          <Text role="status">{t('support.find.none', { search })}</Text>
        ) : (
          <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
            {tenants.map(({ id, name, slug }) => (
              <Group key={id} component="li" gap="xs">
                <PageLink to="/support/tenants/$tenantId" params={{ tenantId: id }} fw={600}>
                  {name}
                </PageLink>
                <Text size="sm" c="dimmed">
                  {slug}
                </Text>
              </Group>
            ))}
          </Stack>
        )
      }
    </Loaded>
  );
};
