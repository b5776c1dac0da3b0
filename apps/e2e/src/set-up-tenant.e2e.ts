import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CODES, type SsoSettings, type TenantPage, type UserPage } from '@portico/contracts';
import { Api, newSlug } from './api.js';
import { query } from './database.js';
import { house } from './house.js';
import { textOf } from './html.js';
import { HttpBrowser, isSignedIn } from './http-browser.js';
import { registerClient } from './simulator.js';

const SCRIPT = join(import.meta.dirname, '../../../examples/set-up-tenant/src/main.ts');
/** Whom the simulator's Keycloak knows and no demo tenant does. */
const dill = 'stranger@acme.example';
const slug = newSlug();
const client = { clientId: `portico-${slug}`, clientSecret: 'a secret of the provider' };
const folder = mkdtempSync(join(tmpdir(), 'portico-users-'));
const { broker, ssoConfig, identity, simulator } = house.addresses;

let api: Api;
let environment: Record<string, string>;

const personOf = (number: number) => ({
  email: number === 1 ? dill : `person-${String(number)}@${slug}.example`,
  name: `Person ${String(number)}`,
  externalId: `${slug}-${String(number)}`,
});

beforeAll(async () => {
  api = await Api.open(house);
  const { clientId, clientSecret } = await api.addMachine(null);
  const users = Array.from({ length: 1000 }, (_, index) => `${JSON.stringify(personOf(index + 1))}\n`);
  writeFileSync(join(folder, 'users.ndjson'), users.join(''));
  environment = {
    PORTICO_BROKER_URL: broker,
    PORTICO_SSO_CONFIG_URL: ssoConfig,
    PORTICO_IDENTITY_URL: identity,
    PORTICO_CLIENT_ID: clientId,
    PORTICO_CLIENT_SECRET: clientSecret,
    COMPANY_SLUG: slug,
    COMPANY_NAME: 'Wonka Industries',
    COMPANY_USERS_FILE: join(folder, 'users.ndjson'),
    IDP_DISCOVERY_URL: `${simulator}/keycloak/realms/acme`,
    IDP_CLIENT_ID: client.clientId,
    IDP_CLIENT_SECRET: client.clientSecret,
  };
});

const runScript = async (): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT], {
    env: environment,
    timeout: 60_000,
  });
  return stdout;
};

const readSettings = async (): Promise<SsoSettings> => {
  const { tenants } = await api.call<TenantPage>('GET', `${ssoConfig}/v1/tenants?slug=${slug}`);
  return await api.call('GET', `${ssoConfig}/v1/tenants/${tenants[0]!.id}/sso`);
};

// Otherwise the stranger of the other suites would be somebody.
afterAll(async () => {
  rmSync(folder, { recursive: true });
  const { tenant, connections } = await readSettings();
  for (const connection of connections) await api.setMode(connection, 'off');
  const url = `${api.usersUrl(tenant.id)}?email=${encodeURIComponent(dill)}`;
  const { users } = await api.call<UserPage>('GET', url);
  for (const { id } of users) await api.changeUser(tenant.id, id, { status: 'deactivated' });
});

describe('the example that sets a tenant up by API alone', () => {
  it('goes from nothing to an enforced connection with 1,000 users', async () => {
    const printed = await runScript();
    expect(printed).toMatch(/users +\d+ ms +1000 created\n/);
    expect(printed).toMatch(/mode +\d+ ms +enforced\n/);
    const { tenant, connections } = await readSettings();
    expect(connections).toMatchObject([{ provider: 'keycloak', mode: 'enforced', revision: 1 }]);
    const [row] = await query<{ count: number }>(
      house,
      'identity',
      'SELECT count(*)::int FROM app_user WHERE tenant_id = $1',
      [tenant.id],
    );
    expect(row).toEqual({ count: 1000 });
  }, 90_000);

  it('changes nothing when it is run again', async () => {
    const before = await readSettings();
    expect(await runScript()).toMatch(/users +\d+ ms +1000 unchanged\n/);
    expect(await readSettings()).toEqual(before);
  }, 90_000);

  it('leaves its people no password', async () => {
    const page = await new HttpBrowser().signInWithPassword({ house, email: personOf(2).email });
    expect({ status: page.status, text: textOf(page.html) }).toEqual({
      status: CODES.sso_required.status,
      text: expect.stringContaining(CODES.sso_required.userText) as unknown,
    });
  });

  it('lets one of the thousand sign in at the identity provider', async () => {
    const { connections } = await readSettings();
    await registerClient(house, { ...client, redirectUri: connections[0]!.redirectUri });
    expect(isSignedIn(await new HttpBrowser().signInWithSso({ house, email: dill }))).toBe(true);
  });
});
