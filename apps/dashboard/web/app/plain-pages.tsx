import { Box, Group, Text } from '@mantine/core';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.js';
import { LinkButton } from '../ui/links.js';
import { Page } from '../ui/page.js';

/** What a member of a company sees: there is nothing to do here. */
export const NotAdminPage = (): JSX.Element => {
  const { t } = useTranslation();
  const { tenant } = useSession();
  return (
    <Page title={t('shell.notAdmin.title')}>
      <Text maw="40rem">{t('shell.notAdmin.text', { tenant: tenant?.name ?? '' })}</Text>
    </Page>
  );
};

/** No such page, at an address that no frame is around. */
export const LostPage = (): JSX.Element => (
  <Box component="main" p="lg">
    <NotFoundPage />
  </Box>
);

/** No such page. */
export const NotFoundPage = (): JSX.Element => {
  const { t } = useTranslation();
  return (
    <Page title={t('shell.notFound.title')}>
      <Text>{t('shell.notFound.text')}</Text>
      <Group>
        <LinkButton to="/">{t('shell.notFound.home')}</LinkButton>
      </Group>
    </Page>
  );
};
