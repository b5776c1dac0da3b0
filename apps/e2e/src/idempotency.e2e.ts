import { randomUUID } from 'node:crypto';
import type { ApplicationCreated, Connection, SsoSettings, Tenant, User, UserPage } from '@portico/contracts';
import { Api, newSlug, request, type ApiAnswer } from './api.js';
import { query } from './database.js';
import { house } from './house.js';

const { broker, ssoConfig } = house.addresses;
let api: Api;
let tenant: Tenant;

beforeAll(async () => {
  api = await Api.open(house);
  tenant = await api.addTenant(newSlug(), 'Twice');
});

const post = async <Body>(url: string, key: string, body: object): Promise<ApiAnswer<Body>> =>
  await request<Body>('POST', url, { token: api.token, body, headers: { 'idempotency-key': key } });

/** The same request twenty times at once and once more afterwards; gives the one good answer, which all must be. */
const postAtOnce = async <Body>(url: string, body: object): Promise<Body> => {
  const key = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 20 }, async () => await post<Body & { code?: string }>(url, key, body)),
  );
  const refused = answers.filter(({ status }) => status !== 201);
  expect(refused.map(({ body: { code } }) => code)).toEqual(refused.map(() => 'request_under_way'));
  const last = await post<Body>(url, key, body);
  expect({ status: last.status, replayed: last.headers.get('idempotency-replayed') }).toEqual({
    status: 201,
    replayed: 'true',
  });
  for (const { status, body: good } of answers) if (status === 201) expect(good).toEqual(last.body);
  return last.body;
};

describe('twenty times the same POST, over all replicas', () => {
  it('makes one tenant', async () => {
    const slug = newSlug();
    const { id } = await postAtOnce<Tenant>(`${ssoConfig}/v1/tenants`, { slug, name: 'Once' });
    const rows = await query<{ id: string }>(
      house,
      'sso_config',
      'SELECT tenant_id AS id FROM tenant WHERE slug = $1',
      [slug],
    );
    expect(rows).toEqual([{ id }]);
  });

  it('makes one connection', async () => {
    const made = await postAtOnce<Connection>(api.connectionsUrl(tenant.id), { provider: 'okta' });
    const { connections } = await api.call<SsoSettings>('GET', `${ssoConfig}/v1/tenants/${tenant.id}/sso`);
    expect(connections).toEqual([made]);
  });

  it('makes one user', async () => {
    const made = await postAtOnce<User>(api.usersUrl(tenant.id), { email: 'boo@twice.example', name: 'Boo' });
    const { users } = await api.call<UserPage>('GET', api.usersUrl(tenant.id));
    expect(users).toEqual([made]);
  });

  it('makes one application, shows its secret each time, and stores the secret nowhere in the open', async () => {
    const wanted = { id: newSlug(), name: 'Once', kind: 'machine', apiScopes: ['users:read'] };
    const { clientSecret } = await postAtOnce<ApplicationCreated>(`${broker}/v1/applications`, wanted);
    expect(clientSecret).toMatch(/^[\w-]{43}$/);
    const rows = await query(house, 'broker', 'SELECT * FROM idempotency_key');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(clientSecret);
    expect(JSON.stringify(rows)).not.toContain(wanted.id);
  });

  it('is refused with other content', async () => {
    const key = randomUUID();
    await post(api.usersUrl(tenant.id), key, { email: 'dill@twice.example', name: 'Dill' });
    const { status, body } = await post<{ code: string }>(api.usersUrl(tenant.id), key, {
      email: 'jem@twice.example',
      name: 'Jem',
    });
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'idempotency_key_reused' });
  });
});
