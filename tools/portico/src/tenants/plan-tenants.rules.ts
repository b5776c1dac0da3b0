import type { Connection, SsoSettings } from '@portico/contracts';
import { type Fields, type PlannedStep, step } from '../apply/plan.rules.js';
import { toWantedConnection, type WantedConnection, type WantedTenant } from './tenants-file.rules.js';

/** Client secrets by `tenant/connection`. */
export type ClientSecrets = Readonly<Record<string, string>>;

export interface TenantsPlan {
  steps: PlannedStep[];
  /** What will stay undone, and why. */
  notes: string[];
  /** What no request could do. */
  conflicts: { path: (string | number)[]; message: string }[];
}

interface Given {
  secrets: ClientSecrets;
  replaceSecrets: boolean;
}

/** What a plan shows in the place of a secret. */
const SECRET = 'from the secrets file';

/** Compares tenants of a file with what is there, by slug; nothing is ever deleted. */
export const planTenants = (
  tenants: readonly WantedTenant[],
  present: ReadonlyMap<string, SsoSettings>,
  given: Given,
): TenantsPlan => {
  const plans = tenants.map((wanted, n) => planTenant(wanted, present.get(wanted.slug), { ...given, at: n }));
  return {
    steps: plans.flatMap(({ steps }) => steps),
    notes: plans.flatMap(({ notes }) => notes),
    conflicts: plans.flatMap(({ conflicts }) => conflicts),
  };
};

const planTenant = (
  { domains, connections, ...wanted }: WantedTenant,
  present: SsoSettings | undefined,
  given: Given & { at: number },
): TenantsPlan => {
  const { slug } = wanted;
  const known = new Set(present?.domains.map(({ domain }) => domain));
  const planned = connections.map((connection, n) => {
    const there = present?.connections.find(({ name }) => name === connection.name);
    const path = ['tenants', given.at, 'connections', n];
    return planConnection(connection, there, { ...given, path, id: `${slug}/${connection.name}` });
  });
  const { slug: _, ...fields } = wanted;
  return {
    steps: [
      step('tenant', slug, fields, present && { ...present.tenant }),
      ...domains.map((domain) => step('domain', `${slug}/${domain}`, {}, known.has(domain) ? {} : undefined)),
      ...planned.flatMap(({ steps }) => steps),
    ],
    notes: planned.flatMap(({ notes }) => notes),
    conflicts: planned.flatMap(({ conflicts }) => conflicts),
  };
};

const planConnection = (
  wanted: WantedConnection,
  present: Connection | undefined,
  { path, id, ...given }: Given & { path: (string | number)[]; id: string },
): TenantsPlan => {
  if (present && present.provider !== wanted.provider) {
    const message = `${id} is of ${present.provider}, and the provider of a connection never changes`;
    return { steps: [], notes: [], conflicts: [{ path: [...path, 'provider'], message }] };
  }
  const { mode, ...values } = withKnownIssuer(wanted, present);
  const secret = planSecret(values, present, given.secrets[id] === undefined ? 'none' : givenOnce(given));
  const staysOff = secret === 'missing' && mode !== undefined && mode !== 'off';
  const fields = {
    ...values,
    ...(secret === 'sent' && { clientSecret: SECRET }),
    ...(mode !== undefined && !staysOff && { mode }),
  };
  const before: Fields | undefined = present && { ...toWantedConnection(present) };
  return {
    steps: [step('connection', id, fields, before)],
    notes: staysOff ? [`${id} stays off: the secrets file has no secret of "${id}".`] : [],
    conflicts: [],
  };
};

const givenOnce = ({ replaceSecrets }: Given): 'always' | 'if needed' =>
  replaceSecrets ? 'always' : 'if needed';

/** What becomes of a connection's secret, by whether the secrets file has one. */
const planSecret = (
  values: WantedConnection,
  present: Connection | undefined,
  given: 'none' | 'always' | 'if needed',
): 'sent' | 'stays' | 'missing' => {
  if (values.provider === 'google') return 'stays';
  const isSet = present?.clientSecretSet ?? false;
  if (given === 'none') return isSet ? 'stays' : 'missing';
  return given === 'always' || !isSet || wantsSecretAgain(values, present) ? 'sent' : 'stays';
};

/** The API says an issuer without the endings that a person may type. */
const withKnownIssuer = (wanted: WantedConnection, present: Connection | undefined): WantedConnection => {
  const { discoveryUrl } = wanted;
  const issuer = present?.issuer ?? undefined;
  if (discoveryUrl === undefined || issuer === undefined || bare(discoveryUrl) !== bare(issuer))
    return wanted;
  return { ...wanted, discoveryUrl: issuer };
};

/** A changed issuer or client wants the secret again. */
const wantsSecretAgain = (
  { clientId, discoveryUrl }: WantedConnection,
  present: Connection | undefined,
): boolean =>
  (clientId !== undefined && clientId !== present?.clientId) ||
  (discoveryUrl !== undefined && discoveryUrl !== present?.issuer);

const bare = (address: string): string =>
  address.replace(/\/\.well-known\/openid-configuration$/, '').replace(/\/$/, '');
