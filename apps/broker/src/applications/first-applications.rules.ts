import { CreateApplication, Scope } from '@portico/contracts';

/** All that the dashboard's pages do for anybody; `sso:mend` also makes it the one place that a recovery code opens. */
const DASHBOARD_SCOPES: Scope[] = [
  'tenants:read',
  'sso:read',
  'sso:write',
  'sso:mend',
  'sso:support',
  'users:read',
  'users:write',
  'sessions:read',
  'sessions:write',
];

/** The machine that sets everything up through the APIs: no other application may hand out what it has not. */
export const seedApplication = (): CreateApplication =>
  CreateApplication.parse({ id: 'seed', kind: 'machine', name: 'Seed', apiScopes: Scope.options });

/** The dashboard, at its address as browsers see it. */
export const dashboardApplication = (dashboardUrl: string): CreateApplication =>
  CreateApplication.parse({
    id: 'dashboard',
    name: 'Dashboard',
    kind: 'confidential',
    redirectUris: [`${dashboardUrl}/sign-in/callback`],
    postLogoutRedirectUris: [`${dashboardUrl}/`],
    initiateLoginUri: `${dashboardUrl}/sign-in`,
    apiScopes: DASHBOARD_SCOPES,
  });

/** What is in either, in the order of the first. */
export const union = <Item>(first: readonly Item[], second: readonly Item[]): Item[] => [
  ...new Set([...first, ...second]),
];
