import { jest } from '@jest/globals';
import type { Provider } from '@portico/contracts';
import type { Browser, BrowserContext } from 'playwright-core';
import { Admin, CARDS, closeEmptyCompany, foundEmptyCompany, type NewCompany } from './admin.js';
import { Api } from './api.js';
import { aContext, startChromium } from './chromium.js';
import { house } from './house.js';

jest.setTimeout(180_000);

const { phone, ssoConfig } = house.addresses;

let api: Api;
let chromium: Browser;
let context: BrowserContext;
let admin: Admin;
let company: NewCompany | undefined;

beforeAll(async () => {
  api = await Api.open(house);
  chromium = await startChromium();
});
afterAll(async () => await chromium?.close());

beforeEach(async () => {
  context = await aContext(chromium, { javaScriptEnabled: true });
  admin = new Admin(await context.newPage(), context);
});
afterEach(async () => {
  await context.close();
  if (company) await closeEmptyCompany(api, company);
  company = undefined;
});

/** Every value wrong at first, and right by what the page says: two by a button, the secret by hand. */
const enterValues = async (
  right: { clientId: string; clientSecret: string; discoveryUrl: string },
  wrongAddress: string,
): Promise<void> => {
  await admin.fill('Client ID', `"${right.clientId}"`);
  await admin.press(`Use ${right.clientId}`);
  await admin.fill('Client Secret', ` ${right.clientSecret}`);
  await admin.see('There is white space in this value');
  await admin.fill('Client Secret', right.clientSecret);
  await admin.fill('Discovery URL', wrongAddress);
  await admin.press(`Use ${right.discoveryUrl}`);
  await admin.see('Found it');
  await admin.press('Save and go on');
};

const expectPassed = async (): Promise<void> => {
  expect(await admin.test('Dill Harris')).toContain('It works: you are Dill Harris');
  await admin.see('The test has passed');
};

const enableAndEnforce = async (provider: Provider): Promise<void> => {
  const { page } = admin;
  await admin.press('Next: Turn on');
  await page.getByRole('switch', { name: /^Enable/ }).click({ force: true });
  const dialog = page.getByRole('dialog');
  await dialog.getByText('active users').or(dialog.getByText('Everybody has')).waitFor();
  await dialog.getByRole('button', { name: 'Enable' }).click();
  await page.getByRole('link', { name: 'Prepare to enforce' }).click();
  const codes = await admin.makeRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  await page.goBack();
  await admin.press('Rehearse');
  await admin.see('Nobody would be locked out.');
  await admin.fill('Type Maycomb to confirm', 'Maycomb');
  await admin.press(
    `Enforce ${CARDS[provider] === 'Another provider' ? 'OpenID Connect' : nameOf(provider)}`,
  );
  await page
    .getByText(/is enforced/)
    .first()
    .waitFor();
};

/** What a connection is called until an admin names it. */
const nameOf = (provider: Provider): string => (provider === 'azure' ? 'Azure' : CARDS[provider]);

/** A stranger's password is of no use from now on; the button leads in. */
const expectEnforced = async ({ tenant, admin: { email }, password }: NewCompany): Promise<void> => {
  const other = await aContext(chromium);
  const page = await other.newPage();
  await page.goto(`${phone}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  // Of a person whom a company of another suite knows too, the page cannot say which one wants single sign-on.
  expect(await page.getByRole('alert').innerText()).toMatch(/single sign-on|is not right/);
  await other.close();
  const { connections } = await api.call<{ connections: { mode: string }[] }>(
    'GET',
    `${ssoConfig}/v1/tenants/${tenant.id}/sso`,
  );
  expect(connections.map(({ mode }) => mode)).toEqual(['enforced']);
};

describe("a company's administrator, from nothing to enforced", () => {
  it.each<[Provider, (right: string) => string]>([
    ['okta', (right) => `${right}/oauth2/v1/authorize`],
    ['keycloak', (right) => `<${right}>`],
  ])('connects %s, and every value pasted wrong is mended on the way', async (provider, toWrong) => {
    company = await foundEmptyCompany(api, provider);
    await admin.signIn(company);
    const connectionId = await admin.beginSetUp(provider);
    const right = await admin.createApplication(provider, connectionId);
    await enterValues(right, toWrong(right.discoveryUrl));
    await expectPassed();
    await enableAndEnforce(provider);
    await expectEnforced(company);
  });

  it('connects OneLogin, which does not say whether an address is verified', async () => {
    company = await foundEmptyCompany(api, 'onelogin');
    await admin.signIn(company);
    const right = await admin.createApplication('onelogin', await admin.beginSetUp('onelogin'));
    await enterValues(right, `"${right.discoveryUrl}"`);
    expect(await admin.test('Dill Harris')).toContain('email_unverified');
    await admin.press('Declare that your provider only issues addresses that you control');
    await admin.see('Saved.');
    await expectPassed();
    await enableAndEnforce('onelogin');
    await expectEnforced(company);
  });

  it('connects Azure, and is told which of two columns the secret is in', async () => {
    company = await foundEmptyCompany(api, 'azure');
    await admin.signIn(company);
    const right = await admin.createApplication('azure', await admin.beginSetUp('azure'));
    await admin.fill('Client Secret', '6f9619ff-8b86-d011-b42d-00cf4fc964ff');
    await admin.see('This is the ID of the secret');
    await enterValues(right, ` ${right.discoveryUrl.replace('/v2.0', ' /v2.0')}`);
    await expectPassed();
    await enableAndEnforce('azure');
    await expectEnforced(company);
  });

  it('connects Google with nothing to fill in', async () => {
    company = await foundEmptyCompany(api, 'google');
    await admin.signIn(company);
    await admin.beginSetUp('google');
    await expectPassed();
    await enableAndEnforce('google');
    await expectEnforced(company);
  });

  it('connects a provider that is not listed, once support has switched it on', async () => {
    company = await foundEmptyCompany(api, 'oidc');
    await admin.signIn(company);
    const { page } = admin;
    await admin.press('Ask support');
    await page.getByRole('textbox').fill('We use PingFederate.');
    await admin.press('Send');
    await admin.see('You asked on');
    await answerAsSupport(company);
    await page.reload();
    const right = await admin.createApplication('oidc', await admin.beginSetUp('oidc'));
    await enterValues(right, `'${right.discoveryUrl}'`);
    expect(await admin.test('Dill Harris')).toContain('userinfo_method_refused');
    await admin.press('Use the Method POST');
    await admin.see('Saved.');
    expect(await admin.test('Dill Harris')).toContain('email_unverified');
    await admin.press('Declare that your provider only issues addresses that you control');
    await admin.see('Saved.');
    await expectPassed();
    await enableAndEnforce('oidc');
    await expectEnforced(company);
  });
});

/** Support's own page has a suite of its own. */
const answerAsSupport = async ({ tenant }: NewCompany): Promise<void> => {
  const url = `${ssoConfig}/v1/tenants/${tenant.id}/support-requests`;
  const { requests } = await api.call<{ requests: { id: string; message: string }[] }>('GET', url);
  expect(requests.map(({ message }) => message)).toEqual(['We use PingFederate.']);
  await api.call('PATCH', `${url}/${requests[0]?.id ?? ''}`, { status: 'done', answer: 'It is on.' });
};
