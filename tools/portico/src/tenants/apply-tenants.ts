import type { Connection, Domain, Mode, SsoSettings, Tenant } from '@portico/contracts';
import type { PlannedStep } from '../apply/plan.rules.js';
import type { Portico } from '../portico.js';
import type { ClientSecrets, TenantsPlan } from './plan-tenants.rules.js';
import type { TenantsFile, WantedTenant } from './tenants-file.rules.js';

interface Work {
  file: TenantsFile;
  plan: TenantsPlan;
  present: ReadonlyMap<string, SsoSettings>;
  secrets: ClientSecrets;
}

/** A record that somebody has to publish. */
export interface Challenge {
  domain: string;
  name: string;
  value: string;
}

type Changes = Record<string, unknown>;

/** Does what the plan says; a refusal ends it, and the next run goes on from there. */
export const applyTenants = async (portico: Portico, work: Work): Promise<Challenge[]> => {
  const challenges: Challenge[] = [];
  for (const wanted of work.file.tenants) {
    const { slug } = wanted;
    const tenant = await applyTenant(portico, wanted, work);
    for (const domain of wanted.domains) {
      if (stepOf(work, 'domain', `${slug}/${domain}`)?.action !== 'create') continue;
      const made = await portico.ssoConfig.call<Domain>('POST', `/v1/tenants/${tenant.id}/domains`, {
        domain,
      });
      if (made.challenge) challenges.push({ domain: made.domain, ...made.challenge });
      portico.tell(`create domain ${slug}/${domain}: done`);
    }
    for (const { name, provider, secretExpiresAt } of wanted.connections) {
      const step = stepOf(work, 'connection', `${slug}/${name}`);
      if (!step || step.action === 'unchanged') continue;
      const there = work.present.get(slug)?.connections.find((connection) => connection.name === name);
      const url = `/v1/tenants/${tenant.id}/connections`;
      const connection = there ?? (await portico.ssoConfig.call<Connection>('POST', url, { provider, name }));
      await applyConnection(portico, connection, withSecret(step, work.secrets, secretExpiresAt));
      portico.tell(`${step.action} connection ${step.id}: done`);
    }
  }
  return challenges;
};

const stepOf = ({ plan }: Work, of: PlannedStep['of'], id: string): PlannedStep | undefined =>
  plan.steps.find((step) => step.of === of && step.id === id);

const changesOf = ({ fields }: PlannedStep): Changes =>
  Object.fromEntries(fields.map(({ field, after }) => [field, after]));

/** A new secret ends when the file says, else never: the end of the one before is not its end. */
const withSecret = (step: PlannedStep, secrets: ClientSecrets, secretExpiresAt?: string | null): Changes => {
  const { provider: _provider, name: _name, ...changes } = changesOf(step);
  if (!('clientSecret' in changes)) return changes;
  const clientSecret = secrets[step.id];
  return { ...changes, clientSecret, ...(secretExpiresAt !== undefined && { secretExpiresAt }) };
};

/** Each setting has a door of its own. */
const DOORS = {
  matching: 'matching',
  sessions: 'session-lifetimes',
  secondFactor: 'second-factor',
} as const;

const applyTenant = async (portico: Portico, { slug, name }: WantedTenant, work: Work): Promise<Tenant> => {
  const there = work.present.get(slug)?.tenant;
  const step = stepOf(work, 'tenant', slug);
  const tenant = there ?? (await portico.ssoConfig.call<Tenant>('POST', '/v1/tenants', { slug, name }));
  if (!step || step.action === 'unchanged') return tenant;
  const path = `/v1/tenants/${tenant.id}`;
  const { name: newName, status, unlistedProvider, ...settings } = changesOf(step);
  const named = {
    ...(there && newName !== undefined && { name: newName }),
    ...(status !== undefined && { status }),
  };
  if (Object.keys(named).length > 0) await portico.ssoConfig.call('PATCH', path, named);
  if (unlistedProvider !== undefined)
    await portico.ssoConfig.call('PUT', `${path}/unlisted-provider`, { allowed: unlistedProvider });
  for (const [field, door] of Object.entries(DOORS))
    if (settings[field] !== undefined)
      await portico.ssoConfig.call('PUT', `${path}/${door}`, settings[field] as object);
  portico.tell(`${step.action} tenant ${slug}: done`);
  return tenant;
};

/** Off before its values change, on after: values of a connection that is on would wait for a test. */
const applyConnection = async (
  portico: Portico,
  { id, tenantId, revision }: Connection,
  { mode, ...values }: Changes,
): Promise<void> => {
  const path = `/v1/tenants/${tenantId}/connections/${id}`;
  const setMode = async (wanted: unknown): Promise<void> => {
    await portico.ssoConfig.call('PUT', `${path}/mode`, { mode: wanted as Mode });
  };
  if (mode === 'off') await setMode(mode);
  if (Object.keys(values).length > 0)
    await portico.ssoConfig.send('PATCH', path, { json: values, headers: { 'if-match': `"${revision}"` } });
  if (mode !== undefined && mode !== 'off') await setMode(mode);
};
