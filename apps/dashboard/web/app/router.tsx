import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import type { JSX } from 'react';
import { queryClient } from '../api/query-client.js';
import { hasRole, sessionQuery, signInAddress, type Session } from '../api/session.js';
import { isSetUpStep, type SetUpStep } from '../set-up/steps.rules.js';
import { withTexts } from '../texts/index.js';
import { PageLoading } from '../ui/loading.js';
import { CrashView } from './crash-view.js';
import { LostPage, NotAdminPage } from './plain-pages.js';
import { Shell } from './shell.js';

const rootRoute = createRootRoute({ notFoundComponent: LostPage });

const session = async (): Promise<Session> =>
  await queryClient.query({ ...sessionQuery, staleTime: 'static' });

/** Pages inside the frame; readable without signing in. */
const frame = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  component: Shell,
  beforeLoad: async () => void (await session()),
});

/** Leaves for the sign-in; the page that was asked for is come back to. */
const leaveForSignIn = async (): Promise<never> => {
  window.location.replace(signInAddress());
  return await new Promise<never>(() => undefined);
};

/** Pages for whoever signed in, or opened a set-up link. */
const signedIn = createRoute({
  getParentRoute: () => frame,
  id: 'signed-in',
  beforeLoad: async () => {
    const { user, setUp } = await session();
    if (user === null && setUp === null) await leaveForSignIn();
  },
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: async () => {
    const now = await session();
    if (now.setUp !== null && now.user === null) redirect({ to: '/set-up', replace: true, throw: true });
    if (hasRole(now, 'tenant_admin')) redirect({ to: '/settings/sso', replace: true, throw: true });
    if (hasRole(now, 'support', 'operator')) redirect({ to: '/support', replace: true, throw: true });
  },
  component: NotAdminPage,
});

/** Pages of a company's administrators; whoever opened a set-up link gets the one page of its connection. */
const settings = createRoute({
  getParentRoute: () => signedIn,
  id: 'settings',
  beforeLoad: async () => {
    const now = await session();
    if (!hasRole(now, 'tenant_admin') && now.setUp === null)
      redirect({ to: '/', replace: true, throw: true });
  },
});

const sso = createRoute({
  getParentRoute: () => settings,
  path: '/settings/sso',
  component: lazyRouteComponent(() => import('../sso/sso-page.js'), 'SsoPage'),
});
const setUp = createRoute({
  getParentRoute: () => settings,
  path: '/settings/sso/$connectionId',
  validateSearch: ({ step }): { step?: SetUpStep } => (isSetUpStep(step) ? { step } : {}),
  component: lazyRouteComponent(
    withTexts(() => import('../set-up/set-up-page.js')),
    'SetUpPage',
  ),
});
const enforce = createRoute({
  getParentRoute: () => settings,
  path: '/settings/sso/$connectionId/enforce',
  component: lazyRouteComponent(
    withTexts(() => import('../enforce/enforce-page.js')),
    'EnforcePage',
  ),
});
const revisions = createRoute({
  getParentRoute: () => settings,
  path: '/settings/sso/$connectionId/revisions',
  component: lazyRouteComponent(
    withTexts(() => import('../revisions/revisions-page.js')),
    'RevisionsPage',
  ),
});
const domains = createRoute({
  getParentRoute: () => settings,
  path: '/settings/domains',
  component: lazyRouteComponent(
    withTexts(() => import('../domains/domains-page.js')),
    'DomainsPage',
  ),
});
/** Whom to look for, and whom to add, as a refused test knows them. */
interface UsersSearch {
  search?: string;
  add?: string;
  name?: string;
}
const readUsersSearch = (given: Record<string, unknown>): UsersSearch =>
  Object.fromEntries(
    ['search', 'add', 'name'].flatMap((key) => (typeof given[key] === 'string' ? [[key, given[key]]] : [])),
  );
const users = createRoute({
  getParentRoute: () => settings,
  path: '/settings/users',
  validateSearch: readUsersSearch,
  component: lazyRouteComponent(
    withTexts(() => import('../users/users-page.js')),
    'UsersPage',
  ),
});
const importUsers = createRoute({
  getParentRoute: () => settings,
  path: '/settings/users/import',
  validateSearch: ({ import: id }: Record<string, unknown>): { import?: string } =>
    typeof id === 'string' && /^[0-9a-f-]{36}$/i.test(id) ? { import: id } : {},
  component: lazyRouteComponent(
    withTexts(() => import('../users/import/import-page.js')),
    'ImportPage',
  ),
});
const history = createRoute({
  getParentRoute: () => settings,
  path: '/settings/history',
  component: lazyRouteComponent(
    withTexts(() => import('../history/history-page.js')),
    'HistoryPage',
  ),
});
const recovery = createRoute({
  getParentRoute: () => settings,
  path: '/settings/recovery',
  component: lazyRouteComponent(
    withTexts(() => import('../recovery/recovery-page.js')),
    'RecoveryPage',
  ),
});

/** Pages of the people who run Portico. */
const platform = createRoute({
  getParentRoute: () => signedIn,
  id: 'platform',
  beforeLoad: async () => {
    if (!hasRole(await session(), 'support', 'operator')) redirect({ to: '/', replace: true, throw: true });
  },
});
const support = createRoute({
  getParentRoute: () => platform,
  path: '/support',
  component: lazyRouteComponent(
    withTexts(() => import('../support/support-page.js')),
    'SupportPage',
  ),
});
const supportTenant = createRoute({
  getParentRoute: () => platform,
  path: '/support/tenants/$tenantId',
  component: lazyRouteComponent(
    withTexts(() => import('../support/support-tenant-page.js')),
    'SupportTenantPage',
  ),
});

const guide = createRoute({
  getParentRoute: () => frame,
  path: '/guides/$provider',
  component: lazyRouteComponent(
    withTexts(() => import('../guides/guide-page.js')),
    'GuidePage',
  ),
});

const setUpLink = createRoute({
  getParentRoute: () => frame,
  path: '/set-up',
  component: lazyRouteComponent(
    withTexts(() => import('../set-up-link/set-up-link-page.js')),
    'SetUpLinkPage',
  ),
});
const openSetUpLink = createRoute({
  getParentRoute: () => frame,
  path: '/set-up/$token',
  component: lazyRouteComponent(
    withTexts(() => import('../set-up-link/open-set-up-link-page.js')),
    'OpenSetUpLinkPage',
  ),
});

const crashed = ({ error, reset }: ErrorComponentProps): JSX.Element => (
  <CrashView error={error} reset={reset} />
);

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    frame.addChildren([
      signedIn.addChildren([
        home,
        settings.addChildren([
          sso,
          setUp,
          enforce,
          revisions,
          domains,
          users,
          importUsers,
          history,
          recovery,
        ]),
        platform.addChildren([support, supportTenant]),
      ]),
      guide,
      setUpLink,
      openSetUpLink,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: PageLoading,
  defaultErrorComponent: crashed,
  defaultNotFoundComponent: LostPage,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
