import { Button, Group, Text } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { IconUpload, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenantId } from '../api/session.js';
import { useFormats } from '../texts/formats.js';
import { LinkButton } from '../ui/links.js';
import { Page } from '../ui/page.js';
import { CreateUserDialog } from './create-user-dialog.js';
import { UserDrawer } from './user-drawer.js';
import { EVERYBODY } from './user-filter.rules.js';
import { UserFilters } from './user-filters.js';
import { UserList } from './user-list.js';
import { summaryQuery } from './users.js';

const TYPING_MS = 250;

/** The users of the company: found, added, changed, and how they sign in. */
export const UsersPage = (): JSX.Element => {
  const { t } = useTranslation();
  const { search = '', add, name } = useSearch({ strict: false });
  const [filter, setFilter] = useState({ ...EVERYBODY, search });
  const [wanted] = useDebouncedValue(filter, TYPING_MS);
  const [isCreating, creating] = useDisclosure(add !== undefined);
  const [openId, setOpenId] = useState<string | null>(null);
  return (
    <Page
      title={t('users.title')}
      lead={
        <>
          {t('users.lead')} <Counts />
        </>
      }
      actions={
        <Group gap="xs">
          <LinkButton
            to="/settings/users/import"
            variant="default"
            leftSection={<IconUpload size={18} aria-hidden />}
          >
            {t('users.import')}
          </LinkButton>
          <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={creating.open}>
            {t('users.invite')}
          </Button>
        </Group>
      }
    >
      <UserFilters filter={filter} onChange={setFilter} />
      <UserList filter={wanted} onOpen={setOpenId} />
      <CreateUserDialog opened={isCreating} onClose={creating.close} email={add} name={name} />
      <UserDrawer userId={openId} onClose={() => setOpenId(null)} />
    </Page>
  );
};

const Counts = (): JSX.Element | null => {
  const { t } = useTranslation();
  const { number } = useFormats();
  const { data } = useQuery(summaryQuery(useTenantId()));
  if (!data) return null;
  return (
    <Text span fw={600}>
      {t('users.summary', {
        active: number(data.active),
        deactivated: number(data.deactivated),
        admins: number(data.admins),
      })}
    </Text>
  );
};
