import type { Application, Connection, User } from '@portico/contracts';
import { readEmail } from '@portico/policy';
import type { WantedApplication } from './plan-applications.rules.js';
import type { WantedConnection } from './plan-connections.rules.js';
import type { WantedUser } from './plan-users.rules.js';
import type { PresentTenant } from './present.js';
import { type Item, note, type Note } from './report.rules.js';

/** Something wanted, what of it is there already, and its line of the report. */
export interface Step<Wanted, Found> {
  wanted: Wanted;
  found: Found | null;
  item: Item;
}

export type ConnectionStep = Step<WantedConnection, Connection>;
export type ApplicationStep = Step<WantedApplication, Application>;
export type UserStep = Step<WantedUser, User>;

export const compareConnection = (
  wanted: WantedConnection,
  { connections }: Pick<PresentTenant, 'connections'>,
): ConnectionStep => {
  const found = findConnection(wanted, connections);
  const { providerName: name, tenant, notes } = wanted;
  const about = { kind: 'connection' as const, name, tenant };
  if (!found) return { wanted, found, item: { ...about, outcome: 'create', notes: [...notes] } };
  const lacks = found.revision === 0 || (!found.clientSecretSet && wanted.values.clientSecret !== undefined);
  if (lacks && wanted.provider !== 'google' && found.mode === 'off')
    return { wanted, found, item: { ...about, outcome: 'complete', notes: [...notes] } };
  return {
    wanted,
    found,
    item: { ...about, outcome: 'unchanged', notes: differing(wanted.values, shown(found)) },
  };
};

/** Google is there once; another is the one of the same name, or with the same client of the same issuer. */
const findConnection = (
  { provider, name, values }: WantedConnection,
  connections: readonly Connection[],
): Connection | null => {
  const alike = connections.filter((connection) => connection.provider === provider);
  if (provider === 'google') return alike[0] ?? null;
  const same = alike.find((connection) => connection.name === name);
  const sameClient = alike.find(
    ({ clientId, issuer }) =>
      clientId !== null && clientId === values.clientId && bare(issuer) === bare(values.discoveryUrl),
  );
  return same ?? sameClient ?? null;
};

const bare = (issuer: string | null | undefined): string | undefined => issuer?.replace(/\/+$/, '');

/** The values of a connection in the words of a change; the secret is shown to nobody. */
const shown = (connection: Connection): object => ({
  ...connection,
  discoveryUrl: connection.issuer,
  clientSecret: undefined,
});

export const compareApplication = (
  wanted: WantedApplication,
  applications: readonly Application[],
): ApplicationStep => {
  const found = applications.find(({ id }) => id === wanted.body.id) ?? null;
  const about = { kind: 'application' as const, name: wanted.body.id };
  if (!found) return { wanted, found, item: { ...about, outcome: 'create', notes: [...wanted.notes] } };
  const {
    tenantIds: _t,
    connectionIds: _c,
    apiScopes: _s,
    resources: _r,
    ...told
  } = { connectionIds: null, ...wanted.body };
  return { wanted, found, item: { ...about, outcome: 'unchanged', notes: differing(told, found) } };
};

/** What is in Portico stays: it may have been changed on purpose since. */
const differing = (wanted: object, found: object): Note[] => {
  const names = Object.entries(wanted)
    .filter(
      ([name, value]) => name !== 'clientSecret' && !alike(value, (found as Record<string, unknown>)[name]),
    )
    .map(([name]) => name);
  return names.length === 0
    ? []
    : [note('differs', `Is in Portico with another ${names.join(', ')}, which stays as it is there.`)];
};

const alike = (one: unknown, other: unknown): boolean =>
  typeof one === 'string' && typeof other === 'string'
    ? bare(one) === bare(other)
    : JSON.stringify(one) === JSON.stringify(other);

/** The users of a tenant, each beside the one of the same id, and refused where the address is somebody else's. */
export const compareUsers = (
  wanted: readonly WantedUser[],
  { users }: Pick<PresentTenant, 'users'>,
): UserStep[] => {
  const byId = new Map(users.map((user) => [user.id, user]));
  const byEmail = new Map(users.map((user) => [readEmail(user.email)?.normal, user]));
  return wanted.map((user) => {
    const found = byId.get(user.id) ?? null;
    const rival = byEmail.get(readEmail(user.email)?.normal);
    return { wanted: user, found, item: toUserItem(user, found, rival) };
  });
};

const toUserItem = (wanted: WantedUser, found: User | null, rival: User | undefined): Item => {
  const { username: name, tenant, notes } = wanted;
  const about = { kind: 'user' as const, name, tenant };
  if (found) {
    const { email, name: called, externalId, status } = wanted;
    return {
      ...about,
      outcome: 'unchanged',
      notes: differing({ email, name: called, externalId, status }, found),
    };
  }
  if (rival)
    return {
      ...about,
      outcome: 'left_out',
      notes: [
        note('address_taken', `The user ${rival.id} of Portico has this address already, under another id.`),
      ],
    };
  return { ...about, outcome: 'create', notes: [...notes] };
};
