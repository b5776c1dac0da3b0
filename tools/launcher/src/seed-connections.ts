import { readFileSync } from 'node:fs';
import type { Connection, Domain, SsoSettings } from '@portico/contracts';
import { call, type Api } from './api.ts';
import { addTxtRecord } from './dns-server.ts';
import { addressesOf, GOOGLE_CLIENT_ID } from './house-plan.ts';
import type { SeedFacts } from './seed.ts';
import type { DemoConnection, DemoTenant } from './seed-data.ts';

/** Sets a tenant's single sign-on up as its admin would; what is there already is left alone. Gives ids by provider. */
export const seedSso = async (
  api: Api,
  facts: SeedFacts,
  tenantId: string,
  { domain, matching, connections, slug }: DemoTenant,
): Promise<Record<string, string>> => {
  const tenantUrl = `${addressesOf(facts.ports).ssoConfig}/v1/tenants/${tenantId}`;
  const present = await api.get<SsoSettings>(`${tenantUrl}/sso`);
  if (matching) await api.send('PUT', `${tenantUrl}/matching`, matching);
  if (domain && !present.domains.some(({ status }) => status === 'proved'))
    await proveDomain(api, tenantUrl, domain, facts.zoneFile);
  const ids: Record<string, string> = {};
  for (const connection of connections) {
    const { provider } = connection;
    const found = present.connections.find((candidate) => candidate.provider === provider);
    if (provider === 'oidc') await api.send('PUT', `${tenantUrl}/unlisted-provider`, { allowed: true });
    const draft = found ?? (await api.send<Connection>('POST', `${tenantUrl}/connections`, { provider }));
    await seedConnection(api, facts, `${tenantUrl}/connections/${draft.id}`, { draft, connection, slug });
    ids[provider] = draft.id;
  }
  return ids;
};

/** The challenge becomes a TXT record of the demo's own zone, as an admin would publish it. */
const proveDomain = async (api: Api, tenantUrl: string, domain: string, zoneFile: string): Promise<void> => {
  const { challenge } = await api.send<Domain>('POST', `${tenantUrl}/domains`, { domain });
  if (!challenge) return;
  addTxtRecord(zoneFile, challenge.name, challenge.value);
  await api.send('POST', `${tenantUrl}/domains/${domain}/verify`, {});
};

/** A draft tells its redirect URI, the provider is told of it, and then the draft gets its values and is switched on. */
const seedConnection = async (
  api: Api,
  { ports, keys }: SeedFacts,
  connectionUrl: string,
  { draft, connection, slug }: { draft: Connection; connection: DemoConnection; slug: string },
): Promise<void> => {
  const { simulator } = addressesOf(ports);
  const { provider, mode, issuerPath, values } = connection;
  const clientSecret = readFileSync(keys.providerSecrets[provider], 'utf8');
  const clientId = provider === 'google' ? GOOGLE_CLIENT_ID : `portico-${slug}`;
  await call(`${simulator}/control/${provider}/clients/${clientId}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientSecret, redirectUris: [draft.redirectUri] }),
  });
  if (draft.revision === 0 && issuerPath) {
    const wanted = { clientId, clientSecret, discoveryUrl: `${simulator}${issuerPath}`, ...values };
    await api.send('PATCH', connectionUrl, wanted, { 'if-match': '"0"' });
  }
  if (draft.mode !== mode) await api.send('PUT', `${connectionUrl}/mode`, { mode });
};
