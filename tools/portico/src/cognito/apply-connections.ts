import type { Connection, Tenant } from '@portico/contracts';
import type { Portico } from '../portico.js';
import type { ConnectionStep } from './compare.rules.js';
import type { PresentTenant } from './present.js';
import { refuse } from './refuse.js';
import { note } from './report.rules.js';

/** A connection that users can be linked at. */
export interface ReadyConnection {
  id: string;
  /** The issuer as its tokens say it; null where the subjects that Cognito has kept are of no use. */
  issuer: string | null;
}

/** Makes and completes connections; gives those that are there, by Cognito's names. */
export const applyConnections = async (
  portico: Portico,
  steps: readonly ConnectionStep[],
  tenants: ReadonlyMap<string, PresentTenant>,
): Promise<Map<string, ReadyConnection>> => {
  const ready = new Map<string, ReadyConnection>();
  for (const step of steps) {
    const tenant = tenants.get(step.wanted.tenant)?.tenant;
    if (!tenant) continue;
    const connection = await refuse(step.item, async () => await applyConnection(portico, step, tenant));
    const known = connection ?? step.found;
    const { issuerOfSubjects: issuer, providerName } = step.wanted;
    if (known) ready.set(providerName, { id: known.id, issuer: issuer && (known.issuer ?? issuer) });
  }
  return ready;
};

const applyConnection = async (
  portico: Portico,
  { wanted, found, item }: ConnectionStep,
  tenant: Tenant,
): Promise<Connection> => {
  if (found && item.outcome === 'unchanged') return found;
  const { provider, name, values, mode } = wanted;
  const url = `/v1/tenants/${tenant.id}/connections`;
  if (provider === 'oidc' && !tenant.unlistedProvider)
    await portico.ssoConfig.call('PUT', `/v1/tenants/${tenant.id}/unlisted-provider`, { allowed: true });
  const draft = found ?? (await portico.ssoConfig.call<Connection>('POST', url, { provider, name }));
  const saved = provider === 'google' ? draft : await save(portico, `${url}/${draft.id}`, { draft, values });
  if (mode === 'off') return saved;
  if (provider !== 'google' && !saved.clientSecretSet) {
    item.notes.push(note('not_switched_on', 'Stays off: it is no more than a draft.'));
    return saved;
  }
  return await portico.ssoConfig.call<Connection>('PUT', `${url}/${draft.id}/mode`, { mode });
};

const save = async (
  portico: Portico,
  path: string,
  { draft, values }: { draft: Connection; values: ConnectionStep['wanted']['values'] },
): Promise<Connection> => {
  const headers = { 'if-match': `"${draft.revision}"` };
  const answer = await portico.ssoConfig.send('PATCH', path, { json: values, headers });
  return (await answer.json()) as Connection;
};
