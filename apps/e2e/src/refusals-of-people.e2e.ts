import { LoginFailed } from '@portico/contracts';
import { Api } from './api.js';
import { expectRefusal } from './expect-refusal.js';
import { FactLog } from './facts.js';
import { acme, house } from './house.js';
import { alertOf, readForms } from './html.js';
import { HttpBrowser, isSignedIn } from './http-browser.js';
import { countTraces } from './traces.js';

const agent = 'agent@acme.example';
const admin = 'admin@acme.example';
const { tenantId } = acme;
let facts: FactLog;
let api: Api;

beforeAll(async () => {
  facts = await FactLog.listen(house);
  api = await Api.open(house);
});
afterAll(async () => await facts.close());

const signIn = (email: string, as?: string) => async (browser: HttpBrowser) =>
  await browser.signInWithSso({ house, email, as });

describe('single sign-on refuses', () => {
  it('a stranger, whom the identity provider knows and the tenant does not', async () => {
    await expectRefusal(
      facts,
      { code: 'user_unknown', failsIn: tenantId },
      signIn(agent, 'stranger@acme.example'),
    );
  });

  it('a leaver, who has been deactivated', async () => {
    await expectRefusal(
      facts,
      { code: 'user_deactivated', failsIn: tenantId },
      signIn('leaver@acme.example'),
    );
  });

  it('a user whose e-mail address the identity provider has not verified', async () => {
    const email = 'unverified@acme.example';
    const { id } = await api.addUser(tenantId, { email, name: 'Mayella Ewell' });
    await expectRefusal(facts, { code: 'email_unverified', failsIn: tenantId }, signIn(email));
    await api.changeUser(tenantId, id, { status: 'deactivated' });
  });

  it('an address that two users of the tenant have, and takes neither', async () => {
    const email = 'twin@acme.example';
    const twins = [
      await api.addUser(tenantId, { email, name: 'Jem Finch' }),
      await api.addUser(tenantId, { email: 'Twin@Acme.example', name: 'Jeremy Finch' }),
    ];
    await expectRefusal(facts, { code: 'user_ambiguous', failsIn: tenantId }, signIn(email));
    for (const { id } of twins) await api.changeUser(tenantId, id, { status: 'deactivated' });
  });

  it.each([
    ['an address that nobody has', 'nobody@acme.example'],
    ['an address whose tenant has no single sign-on', 'operator@portico.example'],
  ])('%s on the same screen, in the same words', async (_, email) => {
    const browser = new HttpBrowser();
    const screen2 = await browser.chooseSso(await browser.openPhone(house));
    const refused = await browser.submitEmail(screen2, email);
    expect(refused.status).toBe(404);
    expect(alertOf(refused.html)).toMatch(/^We found no single sign-on for this e-mail address/);
    expect(readForms(refused)[0]?.fields).toEqual({ email });
    const known = await browser.submitEmail(refused, agent);
    expect(known.url).toContain(house.addresses.simulator);
  });
});

describe('screen 1 refuses', () => {
  const tryPassword = async (email: string, password = 'not-the-password') => {
    const before = await countTraces(house);
    const browser = new HttpBrowser();
    const refused = await browser.signInWithPassword({ house, email, password });
    expect(await countTraces(house)).toEqual(before);
    expect(isSignedIn(await browser.open(house.addresses.phone))).toBe(false);
    return { browser, refused };
  };

  it('a wrong password, keeps the e-mail, and lets in with the right one', async () => {
    const heard = facts.heard.length;
    const { browser, refused } = await tryPassword(admin);
    expect({ status: refused.status, alert: alertOf(refused.html) }).toEqual({
      status: 401,
      alert: 'The e-mail address or the password is not right.',
    });
    expect(readForms(refused)[0]?.fields).toEqual({ email: admin, password: '' });
    const fact = await facts.next(LoginFailed, (candidate) => facts.heard.indexOf(candidate) >= heard);
    expect(fact).toMatchObject({ tenantId, data: { code: 'credentials_invalid', method: 'password' } });
    expect(isSignedIn(await browser.submitPassword(refused, admin))).toBe(true);
  });

  it('a leaver with the right password, like anybody whose password is wrong', async () => {
    const { refused } = await tryPassword('leaver@acme.example', 'portico-demo');
    expect({ status: refused.status, alert: alertOf(refused.html) }).toEqual({
      status: 401,
      alert: 'The e-mail address or the password is not right.',
    });
  });
});
