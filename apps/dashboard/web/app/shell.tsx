import { AppShell, Burger, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet } from '@tanstack/react-router';
import { Suspense, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.js';
import { PageLoading } from '../ui/loading.js';
import { LiveRegion, Notices } from '../ui/notices.js';
import { OfflineBanner, RecoveryBanner } from './banners.js';
import { Mark } from './mark.js';
import { Navigation } from './navigation.js';
import { SessionOver } from './session-over.js';
import classes from './shell.module.css';
import { UserMenu } from './user-menu.js';

/** What is around every page: the menu, whose pages these are, and what one can choose for oneself. */
export const Shell = (): JSX.Element => {
  const { t } = useTranslation();
  const { tenant, setUp } = useSession();
  const [opened, { toggle, close }] = useDisclosure();
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 250, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', sm: 'xl' }}
    >
      <a href="#content" className={classes['skip']}>
        {t('shell.skip')}
      </a>
      <AppShell.Header className={classes['header'] ?? ''}>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-expanded={opened}
              aria-label={t(opened ? 'shell.menu.close' : 'shell.menu.open')}
            />
            <Link to="/" className={classes['brand'] ?? ''}>
              <Mark />
              <span>{t('shell.product')}</span>
            </Link>
            <Text c="dimmed" className={classes['where'] ?? ''}>
              {tenant?.name ?? setUp?.tenant.name}
            </Text>
          </Group>
          <UserMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" className={classes['navbar'] ?? ''} aria-label={t('shell.menu.label')}>
        <Navigation onChosen={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={classes['main'] ?? ''}>
        <OfflineBanner />
        <div className={classes['content']}>
          <RecoveryBanner />
          <Suspense fallback={<PageLoading />}>
            <Outlet />
          </Suspense>
        </div>
        <SessionOver />
        <Notices />
        <LiveRegion />
      </AppShell.Main>
    </AppShell>
  );
};
