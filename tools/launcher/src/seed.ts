import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  Application,
  ApplicationCreated,
  Connection,
  CreateApplication,
  Tenant,
  User,
} from '@portico/contracts';
import { call, openApi, type Api } from './api.ts';
import { writeSecret } from './folders.ts';
import { addressesOf, type HouseFacts } from './house-plan.ts';
import type { Place } from './ports.ts';
import { INTERRUPTED, Refusal } from './refusal.ts';
import {
  DEMO_CONNECTION,
  DEMO_PASSWORD,
  DEMO_TENANTS,
  SEED_SCOPES,
  type DemoTenant,
  type DemoUser,
} from './seed-data.ts';

/** The ids of what the seed has made. */
export interface Seeded {
  /** Tenant ids by slug. */
  tenants: Record<string, string>;
  /** acme's connection. */
  connectionId: string;
}

type Addresses = Record<Place, string>;

/** Makes the demo data by the product's own APIs, once; an interrupted seed is finished by the next. */
export const seed = async (facts: HouseFacts): Promise<Seeded> => {
  const marker = join(facts.stateFolder, 'seeded.json');
  if (existsSync(marker)) return JSON.parse(readFileSync(marker, 'utf8')) as Seeded;
  const addresses = addressesOf(facts.ports);
  const api = await openApi(addresses.broker, facts.keys.seedCredentials, SEED_SCOPES);
  await seedApplications(api, addresses, facts.keys.dashboardSecret);
  const tenants = Object.fromEntries(
    await Promise.all(
      DEMO_TENANTS.map(async (tenant) => [tenant.slug, await seedTenant(api, addresses, tenant)] as const),
    ),
  );
  const connectionId = await seedConnection(
    api,
    addresses,
    tenants[DEMO_CONNECTION.tenant] ?? '',
    readFileSync(facts.keys.keycloakSecret, 'utf8'),
  );
  const seeded = { tenants, connectionId };
  writeFileSync(marker, JSON.stringify(seeded, null, 2));
  return seeded;
};

const seedApplications = async (
  api: Api,
  { broker, phone, dashboard }: Addresses,
  secretFile: string,
): Promise<void> => {
  const { applications: present } = await api.get<{ applications: Application[] }>(
    `${broker}/v1/applications`,
  );
  const add = async (wanted: Partial<CreateApplication>): Promise<ApplicationCreated | undefined> =>
    present.some(({ id }) => id === wanted.id)
      ? undefined
      : await api.send('POST', `${broker}/v1/applications`, wanted);

  await add({
    id: 'phone',
    name: 'Phone',
    kind: 'public',
    redirectUris: [`${phone}/callback`],
    postLogoutRedirectUris: [`${phone}/`],
  });
  const made = await add({
    id: 'dashboard',
    name: 'Dashboard',
    kind: 'confidential',
    redirectUris: [`${dashboard}/sign-in/callback`],
    postLogoutRedirectUris: [`${dashboard}/`],
    apiScopes: ['tenants:read', 'sso:read', 'sso:write', 'users:read', 'users:write'],
  });
  if (made?.clientSecret) writeSecret(secretFile, made.clientSecret);
  if (!existsSync(secretFile)) throw new Refusal(INTERRUPTED);
};

const seedTenant = async (
  api: Api,
  { ssoConfig, identity }: Addresses,
  { users, ...wanted }: DemoTenant,
): Promise<string> => {
  const { tenants } = await api.get<{ tenants: Tenant[] }>(`${ssoConfig}/v1/tenants?slug=${wanted.slug}`);
  const { id } = tenants[0] ?? (await api.send<Tenant>('POST', `${ssoConfig}/v1/tenants`, wanted));
  const usersUrl = `${identity}/v1/tenants/${id}/users`;
  for (const user of users) await seedUser(api, usersUrl, user);
  return id;
};

const seedUser = async (api: Api, usersUrl: string, { deactivated, ...wanted }: DemoUser): Promise<void> => {
  const { users } = await api.get<{ users: User[] }>(`${usersUrl}?email=${encodeURIComponent(wanted.email)}`);
  const user = users[0] ?? (await api.send<User>('POST', usersUrl, wanted));
  if (!user.passwordSet)
    await api.send('PUT', `${usersUrl}/${user.id}/password`, { password: DEMO_PASSWORD });
  if (deactivated && user.status === 'active')
    await api.send('PATCH', `${usersUrl}/${user.id}`, { status: 'deactivated' });
};

/** A draft tells its redirect URI, the provider is told of it, and then the draft gets its values and is switched on. */
const seedConnection = async (
  api: Api,
  { ssoConfig, simulator }: Addresses,
  tenantId: string,
  clientSecret: string,
): Promise<string> => {
  const { provider, name, clientId, issuerPath } = DEMO_CONNECTION;
  const tenantUrl = `${ssoConfig}/v1/tenants/${tenantId}`;
  const { connections } = await api.get<{ connections: Connection[] }>(`${tenantUrl}/sso`);
  const found = connections.find((connection) => connection.provider === provider);
  const draft = found ?? (await api.send<Connection>('POST', `${tenantUrl}/connections`, { provider, name }));
  const connectionUrl = `${tenantUrl}/connections/${draft.id}`;
  await call(`${simulator}/control/${provider}/clients/${clientId}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientSecret, redirectUris: [draft.redirectUri] }),
  });
  const values = { clientId, clientSecret, discoveryUrl: `${simulator}${issuerPath}` };
  if (draft.revision === 0) await api.send('PATCH', connectionUrl, values, { 'if-match': '"0"' });
  await api.send('PUT', `${connectionUrl}/mode`, { mode: 'enabled' });
  return draft.id;
};
