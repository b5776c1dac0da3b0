import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FactorCreated, Factors, Tenant, User } from '@portico/contracts';
import { openApi, type Api } from './api.ts';
import { writeSecret } from './folders.ts';
import { addressesOf, type HouseFacts } from './house-plan.ts';
import type { HouseKeys } from './keys.ts';
import type { Place } from './ports.ts';
import { seedApplications } from './seed-applications.ts';
import { seedSso } from './seed-connections.ts';
import { DEMO_PASSWORD, DEMO_TENANTS, SEED_SCOPES, type DemoTenant, type DemoUser } from './seed-data.ts';

/** The ids of what the seed has made. */
export interface Seeded {
  /** Tenant ids by slug. */
  tenants: Record<string, string>;
  /** Connection ids by slug and provider. */
  connections: Record<string, Record<string, string>>;
  /** What the authenticator apps of the demo's people know, by e-mail address. */
  factors: Record<string, DemoFactor>;
}

/** A demo secret, which only this machine is told. */
export type DemoFactor = Pick<FactorCreated, 'secret' | 'otpauthUri'>;

/** What the seed needs to know of a house. */
export type SeedFacts = Pick<HouseFacts, 'ports' | 'stateFolder' | 'zoneFile'> & {
  keys: Pick<HouseKeys, 'seedSecret' | 'exampleSecrets' | 'providerSecrets'>;
};

type Addresses = Record<Place, string>;

/** Makes the demo data by the product's own APIs, once; an interrupted seed is finished by the next. */
export const seed = async (facts: SeedFacts, tenants = DEMO_TENANTS): Promise<Seeded> => {
  const marker = join(facts.stateFolder, 'seeded.json');
  // One of the release before knows of no factors.
  if (existsSync(marker)) {
    const made = JSON.parse(readFileSync(marker, 'utf8')) as Omit<Seeded, 'factors'> & Partial<Seeded>;
    return { factors: {}, ...made };
  }
  const addresses = addressesOf(facts.ports);
  const api = await openApi(addresses.broker, facts.keys.seedSecret, SEED_SCOPES);
  await seedApplications(api, addresses, facts.keys);
  const made = await Promise.all(
    tenants.map(async (tenant) => {
      const tenantId = await seedTenant(api, addresses, tenant);
      const connections = await seedSso(api, facts, tenantId, tenant);
      const factors = await seedUsers(api, addresses, tenantId, tenant.users);
      return { slug: tenant.slug, tenantId, connections, factors };
    }),
  );
  const seeded = {
    tenants: Object.fromEntries(made.map(({ slug, tenantId }) => [slug, tenantId])),
    connections: Object.fromEntries(made.map(({ slug, connections }) => [slug, connections])),
    factors: Object.assign({}, ...made.map(({ factors }) => factors)) as Seeded['factors'],
  };
  writeSecret(marker, JSON.stringify(seeded, null, 2));
  return seeded;
};

const seedTenant = async (
  api: Api,
  { ssoConfig }: Addresses,
  { slug, name }: DemoTenant,
): Promise<string> => {
  const { tenants } = await api.get<{ tenants: Tenant[] }>(`${ssoConfig}/v1/tenants?slug=${slug}`);
  const { id } = tenants[0] ?? (await api.send<Tenant>('POST', `${ssoConfig}/v1/tenants`, { slug, name }));
  return id;
};

const HALF_A_YEAR_MS = 182 * 24 * 60 * 60 * 1000;

const seedUsers = async (
  api: Api,
  { ssoConfig, identity }: Addresses,
  tenantId: string,
  users: DemoUser[],
): Promise<Seeded['factors']> => {
  const factors: Seeded['factors'] = {};
  for (const { exemptedBecause, ...user } of users) {
    const usersUrl = `${identity}/v1/tenants/${tenantId}/users`;
    const userId = await seedUser(api, usersUrl, user);
    if (needsFactor(user)) factors[user.email] = await seedFactor(api, `${usersUrl}/${userId}/factors`);
    if (exemptedBecause === undefined) continue;
    const until = new Date(Date.now() + HALF_A_YEAR_MS).toISOString();
    const exemptionUrl = `${ssoConfig}/v1/tenants/${tenantId}/exemptions/${userId}`;
    await api.send('PUT', exemptionUrl, { until, reason: exemptedBecause });
  }
  return factors;
};

/** Operators and support are let in by no password alone. */
const needsFactor = ({ roles }: DemoUser): boolean =>
  roles.some((role) => role === 'operator' || role === 'support');

/** An interrupted seed may have left one whose secret nobody has. */
const seedFactor = async (api: Api, factorsUrl: string): Promise<DemoFactor> => {
  for (const { id } of (await api.get<Factors>(factorsUrl)).factors)
    await api.send('DELETE', `${factorsUrl}/${id}`);
  const { secret, otpauthUri } = await api.send<FactorCreated>('POST', factorsUrl, { kind: 'totp' });
  return { secret, otpauthUri };
};

const seedUser = async (
  api: Api,
  usersUrl: string,
  { deactivated, ...wanted }: DemoUser,
): Promise<string> => {
  const { users } = await api.get<{ users: User[] }>(`${usersUrl}?email=${encodeURIComponent(wanted.email)}`);
  const user = users[0] ?? (await api.send<User>('POST', usersUrl, wanted));
  if (!user.passwordSet)
    await api.send('PUT', `${usersUrl}/${user.id}/password`, { password: DEMO_PASSWORD });
  if (deactivated && user.status === 'active')
    await api.send('PATCH', `${usersUrl}/${user.id}`, { status: 'deactivated' });
  return user.id;
};
