import { jest } from '@jest/globals';
import {
  CODES,
  type Code,
  type Connection,
  Problem,
  type Rehearsal,
  type SetUpLinkCreated,
} from '@portico/contracts';
import { closeEmptyCompany, foundEmptyCompany, type NewCompany } from './admin.js';
import { Api, type ApiAnswer, request } from './api.js';
import { aContext, startChromium } from './chromium.js';
import { untilBrokerKnows } from './company.js';
import { DashboardDoors } from './dashboard-doors.js';
import { query } from './database.js';
import { acme, house } from './house.js';
import { alertOf } from './html.js';
import { registerClient } from './simulator.js';

jest.setTimeout(60_000);

const { dashboard, simulator } = house.addresses;
/** Would run where a page takes it for markup. */
const HOSTILE = '<img src=x onerror=alert(1)>';
const issuer = `${simulator}/keycloak/realms/acme`;

let api: Api;
let company: NewCompany;
let admin: DashboardDoors;
let colleague: DashboardDoors;
let member: DashboardDoors;
let colleagueId: string;
let codes: string[];
let untested: Connection;
let tested: Connection;
let other: Connection;

const ofTenant = (rest: string): string => `sso-config/v1/tenants/${company.tenant.id}${rest}`;
const ofConnection = ({ id }: Connection, rest = ''): string => ofTenant(`/connections/${id}${rest}`);
const ofUser = (id: string, rest = ''): string =>
  `identity/v1/tenants/${company.tenant.id}/users/${id}${rest}`;

const expectRefused = ({ status, body }: ApiAnswer, code: Code): Problem => {
  const problem = Problem.parse(body);
  expect({ status, code: problem.code }).toEqual({ status: CODES[code].status, code });
  return problem;
};

/** A connection to the simulator with right values, that is off. */
const addConnection = async (name: string): Promise<Connection> => {
  const draft = await admin.get<Connection>('POST', ofTenant('/connections'), {
    body: { provider: 'keycloak', name },
  });
  const client = { clientId: `portico-${draft.id}`, clientSecret: `secret-of-${draft.id}` };
  await registerClient(house, { ...client, redirectUri: draft.redirectUri });
  return await admin.get('PATCH', ofConnection(draft), {
    body: { ...client, discoveryUrl: issuer },
    headers: { 'if-match': '"0"' },
  });
};

const addPerson = async (
  name: string,
  roles: ('tenant_admin' | 'member')[],
): Promise<[string, DashboardDoors]> => {
  const email = `${name}@${company.tenant.slug}.example`;
  const { id } = await admin.get<{ id: string }>('POST', ofUser('').slice(0, -1), {
    body: { email, name, roles },
  });
  await api.call('PUT', `${api.usersUrl(company.tenant.id)}/${id}/password`, { password: company.password });
  return [id, await DashboardDoors.open(email, company.password)];
};

const rehearse = async ({ id }: Connection): Promise<string> =>
  (
    await admin.get<Rehearsal>(
      'POST',
      `identity/v1/tenants/${company.tenant.id}/connections/${id}/rehearsals`,
      { body: {} },
    )
  ).id;

const enforce = async (
  connection: Connection,
  rehearsalId?: string,
  by: DashboardDoors = admin,
): Promise<ApiAnswer> =>
  await by.ask('PUT', ofConnection(connection, '/mode'), {
    body: { mode: 'enforced', ...(rehearsalId !== undefined && { rehearsalId }) },
  });

beforeAll(async () => {
  api = await Api.open(house);
  company = await foundEmptyCompany(api, 'keycloak');
  admin = await DashboardDoors.open(company.admin.email, company.password);
  [colleagueId, colleague] = await addPerson('atticus', ['tenant_admin']);
  [, member] = await addPerson('scout', ['member']);
  untested = await addConnection('Never tried');
  other = await addConnection('Other');
  tested = await addConnection('Tried');
  for (const connection of [untested, other, tested])
    // Only what is on can be rehearsed.
    await admin.get('PUT', ofConnection(connection, '/mode'), { body: { mode: 'enabled' } });
  for (const connection of [other, tested])
    expect(await admin.test(company.tenant.id, connection.id, company.admin.email)).toMatchObject({
      passed: true,
    });
});
afterAll(async () => {
  if (company) await closeEmptyCompany(api, company);
});

describe('enforcing single sign-on is refused', () => {
  const modes = async (): Promise<string[]> =>
    (await admin.get<{ connections: Connection[] }>('GET', ofTenant('/sso'))).connections.map(
      ({ mode }) => mode,
    );
  afterEach(async () => expect(await modes()).not.toContain('enforced'));

  it('E08 without values', async () => {
    const draft = await admin.get<Connection>('POST', ofTenant('/connections'), {
      body: { provider: 'okta' },
    });
    expectRefused(await enforce(draft), 'connection_not_ready');
    expect((await admin.ask('DELETE', ofConnection(draft))).status).toBe(204);
  });

  it('E08 without a test by an administrator', async () => {
    expectRefused(await enforce(untested, await rehearse(untested)), 'test_required');
  });

  it('E08 without recovery codes, and with codes that nobody has confirmed', async () => {
    const rehearsal = await rehearse(tested);
    expectRefused(await enforce(tested, rehearsal), 'recovery_codes_required');
    const path = ofUser(company.admin.id, '/recovery-codes');
    ({ codes } = await admin.get<{ codes: string[] }>('POST', path, { body: {} }));
    expectRefused(await enforce(tested, rehearsal), 'recovery_codes_required');
    const wrong = { code: 'ZZZZ-ZZZZ-ZZZZ-ZZZZ' };
    expectRefused(await admin.ask('PUT', `${path}/confirmation`, { body: wrong }), 'recovery_code_invalid');
    expect((await admin.ask('PUT', `${path}/confirmation`, { body: { code: codes[9] } })).status).toBe(204);
    expectRefused(await enforce(tested, rehearsal, colleague), 'recovery_codes_required');
  });

  it('E08 without a rehearsal', async () => {
    expectRefused(await enforce(tested), 'rehearsal_required');
  });

  it('E08 with a rehearsal that nobody made', async () => {
    expectRefused(await enforce(tested, crypto.randomUUID()), 'rehearsal_required');
  });

  it('E08 with the rehearsal of another connection', async () => {
    expectRefused(await enforce(tested, await rehearse(other)), 'rehearsal_outdated');
  });

  it('E08 with the rehearsal of another company', async () => {
    const url = `${house.addresses.identity}/v1/tenants/${acme.tenantId}/connections/${acme.connectionId}/rehearsals`;
    const { id } = await api.call<Rehearsal>('POST', url, {});
    expectRefused(await enforce(tested, id), 'rehearsal_required');
  });

  it('E08 with a rehearsal that is older than 15 minutes', async () => {
    const id = await rehearse(tested);
    const aged = "UPDATE rehearsal SET made_at = now() - interval '15 minutes 1 second' WHERE id = $1";
    await query(house, 'identity', aged, [id]);
    expectRefused(await enforce(tested, id), 'rehearsal_outdated');
  });

  it('E08 with a rehearsal by settings that have changed since', async () => {
    const id = await rehearse(tested);
    const exemption = ofTenant(`/exemptions/${colleagueId}`);
    const until = new Date(Date.now() + 1e8).toISOString();
    await admin.get('PUT', exemption, { body: { until, reason: 'Contractor' } });
    expectRefused(await enforce(tested, id), 'rehearsal_outdated');
    expect((await admin.ask('DELETE', exemption)).status).toBe(204);
  });
});

describe('what would leave a company without somebody who can mend it', () => {
  it('is refused: nobody deactivates themselves', async () => {
    const body = { status: 'deactivated' };
    expectRefused(await admin.ask('PATCH', ofUser(company.admin.id), { body }), 'request_invalid');
    expectRefused(await admin.ask('DELETE', ofUser(company.admin.id)), 'request_invalid');
  });

  it('is refused: the last administrator neither steps down nor is deactivated or removed by a machine', async () => {
    await admin.get('PATCH', ofUser(colleagueId), { body: { roles: ['member'] } });
    const body = { roles: ['member'] };
    expectRefused(await admin.ask('PATCH', ofUser(company.admin.id), { body }), 'last_admin');
    const url = `${api.usersUrl(company.tenant.id)}/${company.admin.id}`;
    const { token } = api;
    const deactivated = { token, body: { status: 'deactivated' } };
    expectRefused(await request('PATCH', url, deactivated), 'last_admin');
    expectRefused(await request('DELETE', url, { token }), 'last_admin');
    await admin.get('PATCH', ofUser(colleagueId), { body: { roles: ['tenant_admin'] } });
  });

  it('is refused: two administrators cannot each demote the other at once', async () => {
    const body = { roles: ['member'] };
    const answers = await Promise.all([
      admin.ask('PATCH', ofUser(colleagueId), { body }),
      colleague.ask('PATCH', ofUser(company.admin.id), { body }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const restore = { roles: ['tenant_admin', 'member'] };
    await api.changeUser(company.tenant.id, company.admin.id, restore);
    await api.changeUser(company.tenant.id, colleagueId, restore);
  });
});

describe('two administrators at once', () => {
  it('C03 the second is told who saved what meanwhile, and nothing of theirs is lost', async () => {
    const mine = { body: { emailClaim: 'upn' }, headers: { 'if-match': '"1"' } };
    await colleague.get('PATCH', ofConnection(untested), { ...mine, body: { tokenAuth: 'post' } });
    const { changes } = expectRefused(
      await admin.ask('PATCH', ofConnection(untested), mine),
      'revision_conflict',
    );
    expect(changes).toMatchObject([{ revision: 2, savedBy: `user:${colleagueId}`, changed: ['tokenAuth'] }]);
    expect(await admin.get('GET', ofConnection(untested))).toMatchObject({ pendingRevision: 2 });
  });

  it('C03 only one of two is saved who began from the same revision', async () => {
    const save = async (by: DashboardDoors, emailClaim: string): Promise<number> =>
      (
        await by.ask('PATCH', ofConnection(untested), {
          body: { emailClaim },
          headers: { 'if-match': '"2"' },
        })
      ).status;
    const answers = await Promise.all([save(admin, 'mail'), save(colleague, 'upn')]);
    expect(answers.sort()).toEqual([200, 412]);
  });
});

describe('a member', () => {
  it.each<[string, () => string]>([
    ['the settings', () => ofTenant('/sso')],
    ['the history', () => ofTenant('/audit')],
    ['the users', () => ofUser('').slice(0, -1)],
    ['a connection', () => ofConnection(tested)],
  ])('B02 is refused %s', async (_, path) => {
    expectRefused(await member.ask('GET', path()), 'scope_insufficient');
  });

  it.each<[string, string, () => string, object]>([
    ['enables', 'PUT', () => ofConnection(tested, '/mode'), { mode: 'enabled' }],
    ['adds a connection', 'POST', () => ofTenant('/connections'), { provider: 'okta' }],
    ['becomes an administrator', 'PATCH', () => ofUser(colleagueId), { roles: ['tenant_admin'] }],
    ['makes a set-up link', 'POST', () => ofTenant('/set-up-links'), {}],
  ])('B02 never %s', async (_, method, path, body) => {
    expectRefused(await member.ask(method, path(), { body }), 'scope_insufficient');
  });

  it('B02 who opens the page of the settings reads whom to ask', async () => {
    const chromium = await startChromium();
    const page = await (await aContext(chromium, { javaScriptEnabled: true })).newPage();
    await page.goto(`${dashboard}/sign-in?return=/settings/sso`);
    await page.getByLabel('E-mail').fill(`scout@${company.tenant.slug}.example`);
    await page.getByLabel('Password').fill(company.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${dashboard}/`);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Settings are for administrators');
    expect(await page.getByRole('switch').count()).toBe(0);
    await chromium.close();
  });
});

describe('the id of another company', () => {
  it.each([
    ['settings', 'GET', `sso-config/v1/tenants/${acme.tenantId}/sso`, undefined],
    ['users', 'GET', `identity/v1/tenants/${acme.tenantId}/users`, undefined],
    ['states', 'GET', `broker/v1/tenants/${acme.tenantId}/connection-states`, undefined],
    [
      'mode',
      'PUT',
      `sso-config/v1/tenants/${acme.tenantId}/connections/${acme.connectionId}/mode`,
      { mode: 'off' },
    ],
  ])('A06 in the path is found nowhere: its %s', async (_, method, path, body) => {
    expectRefused(await admin.ask(method, path, { body }), 'not_found');
  });

  it('A06 as a connection under the own company is found nowhere', async () => {
    const path = ofTenant(`/connections/${acme.connectionId}`);
    expectRefused(await admin.ask('GET', path), 'not_found');
    expectRefused(await admin.ask('PUT', `${path}/mode`, { body: { mode: 'off' } }), 'not_found');
  });

  it('A06 in a body is found nowhere', async () => {
    const body = { connectionId: acme.connectionId };
    expectRefused(await admin.ask('POST', ofTenant('/set-up-links'), { body }), 'not_found');
  });

  it('A06 in a query shows nothing', async () => {
    const path = ofTenant(`/audit?connectionId=${acme.connectionId}`);
    const { status, body } = await admin.ask<{ entries?: unknown[] }>('GET', path);
    expect(status === 404 || body.entries?.length === 0).toBe(true);
  });
});

describe('bad input', () => {
  const save = async (body: unknown): Promise<ApiAnswer> =>
    await admin.ask('PATCH', ofConnection(tested), { body, headers: { 'if-match': '"1"' } });

  it.each<[string, object, string]>([
    ['an over-long name', { name: 'x'.repeat(81) }, '/name'],
    ['an empty name', { name: ' ' }, '/name'],
    ['an over-long Client ID', { clientId: 'x'.repeat(513) }, '/clientId'],
    ['an over-long Client Secret', { clientSecret: 'x'.repeat(2049) }, '/clientSecret'],
    [
      'an over-long Discovery URL',
      { discoveryUrl: `https://x.example/${'x'.repeat(2048)}` },
      '/discoveryUrl',
    ],
    ['an empty Client Secret', { clientSecret: '' }, '/clientSecret'],
    ['a wrong type', { clientId: { $ne: null } }, '/clientId'],
    ['an unknown Method', { userinfoMethod: 'PUT' }, '/userinfoMethod'],
    ['an unknown field', { mode: 'enforced' }, '/mode'],
  ])('B06 is refused and named: %s', async (_, body, pointer) => {
    const { errors } = expectRefused(await save(body), 'request_invalid');
    expect(errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it('B06 is refused without If-Match', async () => {
    expectRefused(
      await admin.ask('PATCH', ofConnection(tested), { body: { name: 'Mine' } }),
      'request_invalid',
    );
  });

  it('C04 is refused: another issuer with the secret of the one before', async () => {
    const discoveryUrl = `${simulator}/okta`;
    expectRefused(await save({ discoveryUrl }), 'client_secret_required');
  });

  it('B08 a script in a name stands on the pages as it was typed', async () => {
    const { id } = await admin.get<Connection>('POST', ofTenant('/connections'), {
      body: { provider: 'okta', name: HOSTILE },
    });
    await admin.get('PATCH', ofUser(colleagueId), { body: { name: HOSTILE } });
    const chromium = await startChromium();
    const page = await (await aContext(chromium, { javaScriptEnabled: true })).newPage();
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(`${dashboard}/sign-in?return=/settings/sso`);
    await page.getByLabel('E-mail').fill(`atticus@${company.tenant.slug}.example`);
    await page.getByLabel('Password').fill(company.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${dashboard}/settings/sso`);
    for (const path of ['/settings/sso', '/settings/users', `/settings/sso/${id}`]) {
      await page.goto(`${dashboard}${path}`);
      await page.getByRole('main').getByText(HOSTILE).filter({ visible: true }).first().waitFor();
      expect(await page.locator('img[onerror]').count()).toBe(0);
    }
    expect(dialogs).toEqual([]);
    await chromium.close();
    expect((await admin.ask('DELETE', ofTenant(`/connections/${id}`))).status).toBe(204);
  });
});

describe('a set-up link', () => {
  let setUpConnection: Connection;
  beforeAll(async () => {
    setUpConnection = await addConnection('Set up by IT');
  });

  const make = async (): Promise<SetUpLinkCreated> =>
    await admin.get('POST', ofTenant('/set-up-links'), { body: { connectionId: setUpConnection.id } });
  const open = async (token: string): Promise<[DashboardDoors, ApiAnswer]> => {
    const doors = new DashboardDoors();
    return [doors, await doors.ask('POST', 'set-up-sessions', { body: { token } })];
  };

  it('E09 opens once', async () => {
    const { token } = await make();
    expect((await open(token))[1].status).toBe(204);
    expectRefused((await open(token))[1], 'set_up_link_invalid');
  });

  it('E09 opens nothing once it has expired, nor when nobody made it', async () => {
    const { id, token } = await make();
    await query(
      house,
      'sso_config',
      "UPDATE set_up_link SET expires_at = now() - interval '1 second' WHERE id = $1",
      [id],
    );
    expectRefused((await open(token))[1], 'set_up_link_invalid');
    expectRefused((await open('A'.repeat(43)))[1], 'set_up_link_invalid');
  });

  it('E09 opens nothing once it is withdrawn, and ends where it was open', async () => {
    const waiting = await make();
    const opened = await make();
    const [doors] = await open(opened.token);
    expect((await doors.ask('GET', ofConnection(setUpConnection))).status).toBe(200);
    for (const { id } of [waiting, opened])
      expect((await admin.ask('DELETE', ofTenant(`/set-up-links/${id}`))).status).toBe(204);
    expectRefused((await open(waiting.token))[1], 'set_up_link_invalid');
    expect((await doors.ask('GET', ofConnection(setUpConnection))).status).toBe(401);
  });

  it('E09 never enables, and leads to nothing but its own connection', async () => {
    const [doors] = await open((await make()).token);
    const refusals: [string, string, object?][] = [
      ['PUT', ofConnection(setUpConnection, '/mode'), { mode: 'enabled' }],
      ['PUT', ofConnection(setUpConnection, '/mode'), { mode: 'enforced' }],
      ['POST', ofConnection(setUpConnection, '/revisions/1/go-live')],
      ['DELETE', ofConnection(setUpConnection)],
      ['GET', ofConnection(tested)],
      ['GET', ofTenant('/sso')],
      ['POST', ofTenant('/connections'), { provider: 'okta' }],
      ['POST', ofTenant('/set-up-links'), { connectionId: setUpConnection.id }],
      ['GET', ofUser('').slice(0, -1)],
      ['POST', ofTenant('/domains'), { domain: 'maycomb.example' }],
    ];
    for (const [method, path, body] of refusals) {
      const { status } = await doors.ask(method, path, { body });
      expect({ method, path, refused: status === 403 || status === 404 }).toEqual({
        method,
        path,
        refused: true,
      });
    }
    expect(await admin.get('GET', ofConnection(setUpConnection))).toMatchObject({ mode: 'off' });
  });
});

describe('while single sign-on is enforced', () => {
  let owner: DashboardDoors;
  beforeAll(async () => {
    // Two that are on would have everybody choose.
    for (const connection of [untested, other])
      await admin.get('PUT', ofConnection(connection, '/mode'), { body: { mode: 'off' } });
    const { status, body } = await enforce(tested, await rehearse(tested));
    expect({ status, mode: body['mode'] }).toEqual({ status: 200, mode: 'enforced' });
    await untilBrokerKnows(api, company.tenant.id);
    owner = await DashboardDoors.openWithSso(company.admin.email);
  });

  const modeNow = async (): Promise<string> =>
    (await owner.get<Connection>('GET', ofConnection(tested))).mode;

  it('E08 the connection is not removed', async () => {
    expectRefused(await owner.ask('DELETE', ofConnection(tested)), 'connection_on');
    expect(await modeNow()).toBe('enforced');
  });

  it('E08 values that nobody has tested do not go into use', async () => {
    const saved = await owner.get<Connection>('PATCH', ofConnection(tested), {
      body: { clientSecret: 'mistyped' },
      headers: { 'if-match': '"1"' },
    });
    expect(saved).toMatchObject({ revision: 1, pendingRevision: 2 });
    expectRefused(await owner.ask('POST', ofConnection(tested, '/revisions/2/go-live')), 'revision_untested');
    expect(await owner.test(company.tenant.id, tested.id, company.admin.email)).toMatchObject({
      passed: false,
    });
    expect(await owner.get('GET', ofConnection(tested))).toMatchObject({ revision: 1 });
  });

  describe('a recovery sign-in', () => {
    let recovering: DashboardDoors;
    beforeAll(async () => {
      recovering = new DashboardDoors();
      await recovering.sendRecoveryCode(company.admin.email, company.password, codes[0] ?? '');
      expect((await recovering.ask('GET', 'session')).body).toMatchObject({ recovery: true });
    });

    it('E08 is not opened by a code that was used', async () => {
      const doors = new DashboardDoors();
      const page = await doors.sendRecoveryCode(company.admin.email, company.password, codes[0] ?? '');
      expect({ status: page.status, alert: alertOf(page.html) }).toEqual({
        status: 403,
        alert: expect.stringContaining('is not right') as unknown,
      });
      expect((await doors.ask('GET', 'session')).body).toMatchObject({ user: null });
    });

    it('E08 is not opened for somebody else', async () => {
      const doors = new DashboardDoors();
      const email = `scout@${company.tenant.slug}.example`;
      const page = await doors.sendRecoveryCode(email, company.password, codes[1] ?? '');
      expect(page.status).toBe(403);
    });

    it.each<[string, string, () => string, object | undefined]>([
      ['enforces', 'PUT', () => ofConnection(other, '/mode'), { mode: 'enforced' }],
      ['enables', 'PUT', () => ofConnection(other, '/mode'), { mode: 'enabled' }],
      [
        'puts untested values into use',
        'POST',
        () => ofConnection(tested, '/revisions/2/go-live'),
        undefined,
      ],
    ])('E08 never %s', async (_, method, path, body) => {
      expectRefused(await recovering.ask(method, path(), { body }), 'recovery_limited');
    });

    it.each<[string, string, () => string, object | undefined]>([
      ['makes recovery codes', 'POST', () => ofUser(company.admin.id, '/recovery-codes'), {}],
      ['makes set-up links', 'POST', () => ofTenant('/set-up-links'), {}],
      ['adds users', 'POST', () => ofUser('').slice(0, -1), { email: 'boo@maycomb.example', name: 'Boo' }],
      ['changes users', 'PATCH', () => ofUser(colleagueId), { status: 'deactivated' }],
      ['adds domains', 'POST', () => ofTenant('/domains'), { domain: 'maycomb.example' }],
      ['adds connections', 'POST', () => ofTenant('/connections'), { provider: 'okta' }],
      ['removes connections', 'DELETE', () => ofConnection(other), undefined],
      [
        'exempts anybody',
        'PUT',
        () => ofTenant(`/exemptions/${colleagueId}`),
        { until: new Date(Date.now() + 1e8).toISOString(), reason: 'Contractor' },
      ],
      [
        'rehearses',
        'POST',
        () => `identity/v1/tenants/${company.tenant.id}/connections/${tested.id}/rehearsals`,
        undefined,
      ],
    ])('E08 never %s', async (_, method, path, body) => {
      expectRefused(await recovering.ask(method, path(), { body }), 'scope_insufficient');
    });

    it('E08 lowers what is enforced, and cannot raise it again', async () => {
      const path = ofConnection(tested, '/mode');
      expect(await recovering.get('PUT', path, { body: { mode: 'enabled' } })).toMatchObject({
        mode: 'enabled',
      });
      expectRefused(await recovering.ask('PUT', path, { body: { mode: 'enforced' } }), 'recovery_limited');
    });
  });
});
