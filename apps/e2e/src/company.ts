import type { Connection, Tenant, User } from '@portico/contracts';
import { type Api, newSlug } from './api.js';
import { query } from './database.js';
import { eventually } from './eventually.js';
import { house } from './house.js';
import type { HttpBrowser, Page } from './http-browser.js';
import { registerClient } from './simulator.js';

const { ssoConfig, simulator } = house.addresses;

/** A tenant of a test's own, with somebody whom its identity provider knows. */
export interface Company {
  tenant: Tenant;
  connection: Connection;
  user: User;
}

/** Waits until the broker decides by the tenant's settings of now. */
export const untilBrokerKnows = async (api: Api, tenantId: string): Promise<void> => {
  const { settingsVersion } = await api.call<Tenant>('GET', `${ssoConfig}/v1/tenants/${tenantId}`);
  await eventually(async () => {
    const known = 'SELECT 1 FROM tenant_settings WHERE tenant_id = $1 AND version >= $2';
    return (await query(house, 'broker', known, [tenantId, settingsVersion])).length > 0;
  });
};

/** Sets a mode, and waits until the broker knows. */
export const setMode = async (api: Api, connection: Connection, mode: string): Promise<void> => {
  await api.setMode(connection, mode);
  await untilBrokerKnows(api, connection.tenantId);
};

/** A connection to the simulated unlisted provider that is switched on, with a client of its own there. */
export const addUnlisted = async (api: Api, tenantId: string): Promise<Connection> => {
  const tenantUrl = `${ssoConfig}/v1/tenants/${tenantId}`;
  await api.call('PUT', `${tenantUrl}/unlisted-provider`, { allowed: true });
  const draft = await api.call<Connection>('POST', `${tenantUrl}/connections`, { provider: 'oidc' });
  const client = { clientId: `portico-${draft.id}`, clientSecret: `secret-of-${draft.id}` };
  await registerClient(house, { ...client, redirectUri: draft.redirectUri }, 'oidc');
  const values = { ...client, discoveryUrl: `${simulator}/oidc`, userinfoMethod: 'POST' };
  // The provider never says whether an address is verified.
  const body = { ...values, issuesOwnAddressesOnly: true };
  await api.call('PATCH', `${tenantUrl}/connections/${draft.id}`, body, { 'if-match': '"0"' });
  return await api.setMode(draft, 'enabled');
};

/** Founds a company whose one way in is switched on. */
export const foundCompany = async (
  api: Api,
  email: string,
  connect: (tenantId: string) => Promise<Connection> = async (id) => await api.addConnection(id, 'Keycloak'),
): Promise<Company> => {
  const tenant = await api.addTenant(newSlug(), 'Maycomb');
  const connection = await connect(tenant.id);
  const user = await api.addUser(tenant.id, { email, name: 'Dill Harris' });
  await untilBrokerKnows(api, tenant.id);
  return { tenant, connection, user };
};

/** Nobody is left whom other suites could meet. */
export const closeCompany = async (api: Api, { tenant, user }: Company): Promise<void> => {
  const { connections } = await api.call<{ connections: Connection[] }>(
    'GET',
    `${ssoConfig}/v1/tenants/${tenant.id}/sso`,
  );
  for (const connection of connections) await api.setMode(connection, 'off');
  await api.changeUser(tenant.id, user.id, { status: 'deactivated' });
};

/** From Phone to the company's identity provider, or to its chooser, by the company's own link. */
export const goToCompany = async (browser: HttpBrowser, { tenant }: Company): Promise<Page> =>
  await browser.open(`${(await browser.openPhone(house)).url}/sso/${tenant.slug}`);

/** All of a login there up to the callback, whose address it gives. */
export const toCallbackOf = async (browser: HttpBrowser, company: Company): Promise<string> =>
  await browser.idpLogin(await goToCompany(browser, company), company.user.email);
