import { jest } from '@jest/globals';
import {
  type ConnectionSettings,
  LoginCompleted,
  LoginFailed,
  type TenantSettings,
  type UpstreamIdentity,
} from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { type BrokerHouse, startBrokerHouse } from '../broker-house.fixture.js';
import type { LoginEntity } from '../logins/login.entity.js';
import { LoginStore } from '../logins/login.store.js';
import type { LoginInFlight } from '../logins/login-cookies.js';
import type { PageBrowser } from '../page-browser.fixture.js';
import { OfferMailboxProof } from './offer-mailbox-proof.js';
import { Unmatched } from './unmatched.js';

jest.setTimeout(60_000);

const CODE = '123456';
const upstream = { issuer: 'https://idp.example.com', clientId: 'portico' };

let house: BrokerHouse;
beforeAll(async () => {
  house = await startBrokerHouse();
});
afterAll(async () => {
  await house.stop();
});
beforeEach(async () => {
  await house.database.sql('DELETE FROM throttle');
});

const aTenant = async (matching: Partial<TenantSettings['matching']> = {}) => {
  const connection = {
    id: newId(),
    provider: 'keycloak',
    mode: 'enabled',
    ...upstream,
  } as ConnectionSettings;
  return await house.addTenant({
    connections: [connection],
    matching: { policy: 'match_only', mailboxProof: true, ...matching },
  });
};

/** What the callback does once identity has refused: the login is claimed, the browser is still on its way. */
const comeBack = async (tenant: TenantSettings, email = `scout-${newId()}@example.com`, amr = ['mfa']) => {
  const { browser, path } = await house.openLogin();
  const interactionUid = path.split('/').at(-1) ?? '';
  const connectionId = tenant.connections[0]!.id;
  const login = await house.app.get(Database).inTenant(tenant.tenantId, async (tx) => {
    const logins = house.app.get(LoginStore);
    const { tenantId } = tenant;
    const started = await logins.start(tx, {
      id: newId(),
      tenantId,
      applicationId: 'phone',
      method: 'sso',
      connectionId,
    });
    return await logins.claim(tx, started);
  });
  const identity = {
    issuer: upstream.issuer,
    subject: 'scout',
    email,
    emailTrust: 'unverified',
    domainProved: false,
  };
  const verified = {
    issuer: upstream.issuer,
    subject: 'scout',
    claims: {},
    amr,
    acr: 'gold',
    authTime: 1_764_000_000,
    upstream: { issuer: upstream.issuer, subject: 'scout', sid: 'sid-1' },
  };
  const onward = await house.app
    .get(OfferMailboxProof)
    .run(
      { login, interactionUid },
      { ...upstream, connectionId } as LoginInFlight,
      new Unmatched('email_unverified', identity as UpstreamIdentity, verified),
    );
  if (onward?.cookie) {
    const { name, value, options } = onward.cookie;
    browser.cookies.set(name, { value, path: options.path ?? '' });
  }
  return { browser, path: onward?.url ?? '', login, onward, start: path };
};

/** The page for a person whom the tenant knows. */
const atPage = async (matching?: Partial<TenantSettings['matching']>) => {
  const tenant = await aTenant(matching);
  const email = `scout-${newId()}@example.com`;
  const { user } = house.people.add(tenant.tenantId, email);
  return { tenant, user, ...(await comeBack(tenant, email)) };
};

const enter = async (browser: PageBrowser, path: string, code: string) => await browser.post(path, { code });

/** A statement about the rows of a login's tenant. */
const onLogin = async <Row>({ tenantId, id }: LoginEntity, sql: string): Promise<Row[]> =>
  await house.app.get(Database).inTenant(tenantId, async (tx) => await tx.query<Row[]>(sql, [id]));

const endOf = async (login: LoginEntity): Promise<object | undefined> =>
  (await onLogin<object>(login, 'SELECT status, code, amr, acr FROM login WHERE id = $1'))[0];

describe('a mailbox proof', () => {
  it.each([
    ['that does not allow it', { mailboxProof: false }],
    ['that admits nobody who is not linked', { policy: 'pre_linked_only' as const }],
  ])('M05 is not offered by a tenant %s', async (_, matching) => {
    const { onward } = await comeBack(await aTenant(matching));
    expect(onward).toBeUndefined();
  });

  it('B02 of another browser, and of another login, is refused', async () => {
    const { path, browser } = await atPage();
    const other = await atPage();
    const expired = { status: 400, reason: 'login_expired' };
    expect(await enter(house.browser(), path, CODE)).toMatchObject(expired);
    const [, cookie] = [...browser.cookies].find(([name]) => name.endsWith('mailbox'))!;
    other.browser.cookies.set('portico_mailbox', { value: cookie.value, path: other.path });
    expect(await enter(other.browser, other.path, CODE)).toMatchObject(expired);
  });

  it('M05 asks the same of somebody whom the tenant does not know', async () => {
    const known = await atPage();
    const stranger = await comeBack(known.tenant);
    const pages = [];
    for (const { browser, path } of [known, stranger])
      for (const answer of [await browser.get(path), await enter(browser, path, '000000')])
        pages.push({ status: answer.status, html: answer.html.replaceAll(path, '') });
    expect(pages.slice(2)).toEqual(pages.slice(0, 2));
    expect(pages[0]).toMatchObject({ status: 200, html: expect.stringContaining('your address at Acme') });
  });

  it('B04 ends with the fifth wrong code, however they arrive, and takes the right one no more', async () => {
    const { browser, path, login, tenant } = await atPage();
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => await enter(browser, path, '000000')),
    );
    expect(answers.filter(({ alert }) => alert?.includes('This code is not right'))).toHaveLength(5);
    expect(answers.filter(({ reason }) => reason === 'mailbox_code_invalid')).toHaveLength(1);
    expect(answers.filter(({ reason }) => reason === 'login_already_used')).toHaveLength(3);
    expect((await enter(browser, path, CODE)).reason).toBe('login_already_used');
    expect(await endOf(login)).toMatchObject({ status: 'failed', code: 'mailbox_code_invalid' });
    expect(await house.facts(tenant.tenantId)).toMatchObject([
      { type: LoginFailed.type, data: { code: 'mailbox_code_invalid' } },
    ]);
  });

  it('is refused after ten minutes', async () => {
    const { browser, path, login } = await atPage();
    await onLogin(login, `UPDATE login SET claimed_at = now() - interval '11 minutes' WHERE id = $1`);
    expect((await enter(browser, path, CODE)).reason).toBe('login_expired');
  });

  it.each([
    [['pwd', 'otp'], 'second_factor_unproved'],
    [['mfa'], undefined],
  ])('E10 counts what the provider said where a second factor is to be proved: %j', async (amr, code) => {
    const tenant = await aTenant();
    const email = `scout-${newId()}@example.com`;
    house.people.add(tenant.tenantId, email);
    const { browser, path, login } = await comeBack(tenant, email, amr);
    await house.change(tenant, { secondFactor: { password: 'optional', sso: 'proved' } });
    house.people.asked.length = 0;
    expect((await enter(browser, path, CODE)).reason).toBe(code);
    expect(house.people.asked).toEqual(code ? [] : ['code']);
    expect(await endOf(login)).toMatchObject(code ? { status: 'failed', code } : { status: 'completed' });
  });

  it('decides again: a connection that was switched off or changed in the meantime lets nobody in', async () => {
    for (const [changes, code] of [
      [{ mode: 'off' }, 'connection_off'],
      [{ issuer: 'https://other.example.com' }, 'connection_changed'],
    ] as const) {
      const { browser, path, tenant, login } = await atPage();
      await house.change(tenant, { connections: [{ ...tenant.connections[0]!, ...changes }] });
      house.people.asked.length = 0;
      expect((await enter(browser, path, CODE)).reason).toBe(code);
      // Neither is the code used up nor the identity pinned.
      expect(house.people.asked).toEqual([]);
      expect(await endOf(login)).toMatchObject({ status: 'failed', code });
    }
  });

  it('lets nobody in who has been deactivated in the meantime', async () => {
    const { browser, path, user, login } = await atPage();
    user.status = 'deactivated';
    expect((await enter(browser, path, CODE)).reason).toBe('user_deactivated');
    expect(await endOf(login)).toMatchObject({ status: 'failed', code: 'user_deactivated' });
  });

  it('is mailed to an address five times an hour', async () => {
    const tenant = await aTenant();
    const email = `scout-${newId()}@example.com`;
    for (let mailed = 0; mailed < 5; mailed += 1) await comeBack(tenant, email);
    await expect(comeBack(tenant, email)).rejects.toMatchObject({ code: 'too_many_attempts' });
  });

  it('ends, given up, with what the login would have said without it', async () => {
    const { browser, path, tenant, login, start } = await atPage();
    const given = await browser.post(`${path}/give-up`, {});
    expect(given).toMatchObject({ status: 403, reason: 'email_unverified' });
    expect(given.html).toContain(login.reference);
    expect(given.html).toContain(`href="${start}"`);
    expect(await house.facts(tenant.tenantId)).toMatchObject([
      { type: LoginFailed.type, data: { code: 'email_unverified', loginId: login.id } },
    ]);
    expect((await enter(browser, path, CODE)).reason).toBe('login_already_used');
  });

  it('mends a wrong code beside the form, and signs in by the right one with what the provider had proved', async () => {
    const { browser, path, tenant, user, login } = await atPage();
    expect(await enter(browser, path, '000000')).toMatchObject({ status: 403 });
    expect(await house.facts(tenant.tenantId)).toEqual([]);
    const answer = await enter(browser, path, ' 123 456 ');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('refresh')).toMatch(/^0; url=/);
    expect(await endOf(login)).toMatchObject({ status: 'completed', amr: ['mfa'], acr: 'gold' });
    expect(await house.facts(tenant.tenantId)).toMatchObject([
      { type: LoginCompleted.type, data: { loginId: login.id, userId: user.userId, method: 'sso' } },
    ]);
  });
});
