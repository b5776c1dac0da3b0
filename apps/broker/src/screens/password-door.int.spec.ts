import { jest } from '@jest/globals';
import { CODES, type ConnectionSettings, LoginCompleted, LoginFailed } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { type BrokerHouse, startBrokerHouse } from '../broker-house.fixture.js';

jest.setTimeout(60_000);

const password = 'mockingbird-1960';

/** A connection that is enforced; nobody goes there in these tests. */
const enforced = (): ConnectionSettings => ({
  id: newId(),
  provider: 'okta',
  name: 'Okta',
  mode: 'enforced',
  revision: 1,
  issuer: 'https://idp.example.com',
  clientId: 'portico',
  sealedClientSecret: null,
  userinfoMethod: 'GET',
  scopes: ['openid'],
  tokenAuth: 'auto',
  emailClaim: 'email',
  callback: 'own',
  issuesOwnAddressesOnly: false,
  honoursSessionExpiry: false,
  recheckMinutes: null,
});

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

const anEmail = (): string => `scout-${newId()}@example.com`;

const tryPassword = async (email: string, typed = password, { address }: { address?: string } = {}) => {
  const { browser, path } = await house.openLogin(house.browser(address));
  return { browser, path, answer: await browser.post(`${path}/password`, { email, password: typed }) };
};

const signedIn = (answer: { status: number; html: string }): boolean =>
  answer.status === 200 && answer.html.includes('One moment');

describe('the password door', () => {
  it('E01 refuses a right password where single sign-on is enforced, and does not look at it', async () => {
    const { tenantId } = await house.addTenant({ connections: [enforced()] });
    const email = anEmail();
    house.people.add(tenantId, email, password);
    house.people.asked.length = 0;
    const { answer } = await tryPassword(email);
    expect(answer).toMatchObject({ status: 403, alert: expect.stringContaining('single sign-on') });
    expect(house.people.asked).toEqual(['check in 0']);
  });

  it('lets an exempted user in by password although single sign-on is enforced, until the exemption ends', async () => {
    const tenant = await house.addTenant({ connections: [enforced()] });
    const email = anEmail();
    const { userId } = house.people.add(tenant.tenantId, email, password).user;
    const until = (ms: number) => ({
      exemptions: [{ userId, until: new Date(Date.now() + ms).toISOString() }],
    });
    const exempting = await house.change(tenant, until(60_000));
    expect(signedIn((await tryPassword(email)).answer)).toBe(true);
    await house.change(exempting, until(-1000));
    expect((await tryPassword(email)).answer.status).toBe(403);
  });

  it('B04 refuses the eleventh wrong password beside the form, says how long, and leaves single sign-on open', async () => {
    const { tenantId } = await house.addTenant();
    const email = anEmail();
    house.people.add(tenantId, email, password);
    for (let tried = 0; tried < 10; tried += 1)
      expect((await tryPassword(email, 'not-the-password')).answer.status).toBe(401);
    const { browser, path, answer } = await tryPassword(email);
    expect(answer).toMatchObject({ status: 429, alert: expect.stringContaining('Too many attempts') });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(800);
    expect((await browser.post(`${path}/sso`, { email })).status).toBe(404);
    expect(signedIn((await tryPassword(email, password, { address: '198.51.100.1' })).answer)).toBe(true);
  });

  it('never counts what was right', async () => {
    const { tenantId } = await house.addTenant();
    const email = anEmail();
    house.people.add(tenantId, email, password);
    for (let tried = 0; tried < 12; tried += 1)
      expect(signedIn((await tryPassword(email)).answer)).toBe(true);
  });

  it('B04 believes no more proxies than the deployment says there are', async () => {
    const email = anEmail();
    for (let tried = 0; tried < 10; tried += 1)
      await tryPassword(email, 'wrong', { address: `10.9.8.${String(tried)}, 203.0.113.9` });
    const { answer } = await tryPassword(email, 'wrong', { address: '10.9.8.77, 203.0.113.9' });
    expect(answer.status).toBe(429);
  });
});

describe('a password that is right in several organisations', () => {
  const provenOf = ({ html }: { html: string }): string =>
    /name="proven" value="([^"]*)"/.exec(html)?.[1] ?? '';
  const inTwo = async () => {
    const email = anEmail();
    const solo = await house.addTenant({ name: 'Solo <b>' });
    const acme = await house.addTenant({ name: 'Acme' });
    const users = [acme, solo].map(({ tenantId }) => house.people.add(tenantId, email, password).user);
    const { browser, path, answer } = await tryPassword(email);
    const proven = provenOf(answer);
    const choose = async (organisation: string, changes = {}) =>
      await browser.post(`${path}/password/organisation`, { proven, organisation, ...changes });
    return { email, acme, solo, users, browser, path, answer, proven, choose };
  };
  const expired = { status: 400, alert: CODES.choice_expired.userText };

  it('refuses an organisation that the password was not right in', async () => {
    const { choose } = await inTwo();
    const elsewhere = await house.addTenant();
    house.people.add(elsewhere.tenantId, anEmail(), password);
    expect(await choose(elsewhere.tenantId)).toMatchObject(expired);
  });

  it.each([
    ['changed', async (proven: string) => `${proven.slice(0, -3)}AAA`],
    ['left out', async () => ''],
    ['of another sign-in', async (_: string, email: string) => provenOf((await tryPassword(email)).answer)],
  ])('B16 refuses a proof that is %s', async (_, forge) => {
    const { choose, acme, proven, email } = await inTwo();
    expect(await choose(acme.tenantId, { proven: await forge(proven, email) })).toMatchObject(expired);
  });

  it('decides again at the choice', async () => {
    const { choose, acme } = await inTwo();
    await house.change(acme, { connections: [enforced()] });
    expect((await choose(acme.tenantId)).status).toBe(403);
    const facts = await house.facts(acme.tenantId);
    expect(facts).toMatchObject([{ type: LoginFailed.type, data: { code: 'sso_required' } }]);
  });

  it('refuses a user who has been deactivated in the meantime', async () => {
    const { choose, acme, users } = await inTwo();
    users[0]!.status = 'deactivated';
    expect(await choose(acme.tenantId)).toMatchObject({ status: 403, reason: 'user_deactivated' });
  });

  it('shows the organisations and signs in to the chosen one alone', async () => {
    const { answer, choose, acme, solo, users } = await inTwo();
    expect(answer.status).toBe(200);
    expect(answer.html).toMatch(/>Acme<\/button>[^]*>Solo &lt;b&gt;<\/button>/);
    expect(await house.facts(acme.tenantId)).toEqual([]);
    expect(signedIn(await choose(solo.tenantId))).toBe(true);
    expect(await house.facts(solo.tenantId)).toMatchObject([
      { type: LoginCompleted.type, data: { userId: users[1]!.userId, method: 'password' } },
    ]);
    expect(await house.facts(acme.tenantId)).toEqual([]);
  });

  it('goes straight on where only one of them allows passwords', async () => {
    const email = anEmail();
    const globex = await house.addTenant({ connections: [enforced()] });
    const solo = await house.addTenant();
    for (const { tenantId } of [globex, solo]) house.people.add(tenantId, email, password);
    expect(signedIn((await tryPassword(email)).answer)).toBe(true);
    expect(await house.facts(globex.tenantId)).toEqual([]);
  });
});
