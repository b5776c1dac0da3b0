import { jest } from '@jest/globals';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoginCompleted, LoginFailed } from '@portico/contracts';
import { DEMO_PASSWORD } from '@portico/launcher';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { aContext, headingOf, startChromium } from './chromium.js';
import { FactLog } from './facts.js';
import { house } from './house.js';

const { phone, simulator } = house.addresses;
const folder = process.env['PORTICO_SCREENSHOTS'] ?? mkdtempSync(join(tmpdir(), 'portico-ways-'));

jest.setTimeout(30_000);

let chromium: Browser;
let facts: FactLog;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  chromium = await startChromium();
  facts = await FactLog.listen(house);
});
beforeEach(async () => {
  context = await aContext(chromium);
  page = await context.newPage();
  facts.heard.length = 0;
});
afterEach(async () => await context.close());
afterAll(async () => {
  await chromium?.close();
  await facts?.close();
});

const picture = async (name: string): Promise<void> =>
  void (await page.screenshot({ path: join(folder, `way-${name}.png`), fullPage: true }));

const typeEmail = async (email: string): Promise<void> => {
  await page.goto(`${phone}/sign-in`);
  await page.getByRole('link', { name: 'Log in with SSO' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Continue' }).click();
};

const choose = async (name: string): Promise<void> => await page.getByRole('button', { name }).click();

const typePassword = async (email: string): Promise<void> => {
  await page.goto(`${phone}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

const expectSignedIn = async (name: string): Promise<void> => {
  await page.waitForURL(`${phone}/`);
  expect(await headingOf(page)).toBe(`Hello, ${name}`);
};

/** Each company's provider; `chosen` on the chooser where there is one. */
const WAYS = [
  { slug: 'acme', provider: 'keycloak' },
  { slug: 'globex', provider: 'okta' },
  { slug: 'initech', provider: 'azure', chosen: 'Azure' },
  { slug: 'initech', provider: 'onelogin', chosen: 'OneLogin' },
  { slug: 'hooli', provider: 'google' },
  { slug: 'umbrella', provider: 'oidc' },
];

describe('a person signs in to Phone, without JavaScript,', () => {
  it.each(WAYS)('at $provider, as $slug has it', async ({ slug, provider, chosen }) => {
    const tenantId = house.seeded.tenants[slug];
    const connectionId = house.seeded.connections[slug]?.[provider];
    await typeEmail(`agent@${slug}.example`);
    if (chosen) {
      expect(await headingOf(page)).toBe('Choose how to sign in');
      await picture('provider-chooser');
      await choose(chosen);
    }
    await page.waitForURL((url) => url.port === new URL(simulator).port);
    await picture(`${provider}-login`);
    await choose('Scout Finch');
    await expectSignedIn('Scout Finch');
    await picture(`${provider}-phone`);
    expect(await facts.next(LoginCompleted, () => true)).toMatchObject({
      tenantId,
      data: { method: 'sso', provider, connectionId, externalId: `${slug}-1002` },
    });
  });

  it('with the password, in the organisation that they choose among two', async () => {
    await typePassword('agent@acme.example');
    await picture('organisation-chooser');
    await choose('Solo');
    await expectSignedIn('Scout Finch');
    const { tenantId } = await facts.next(LoginCompleted, () => true);
    expect(tenantId).toBe(house.seeded.tenants['solo']);
  });

  it.each([
    ['of a company without single sign-on', 'solo', 'agent@solo.example', 'Scout Finch'],
    [
      'by an exemption from what the company enforces',
      'globex',
      'contractor@globex.example',
      'Walter Cunningham',
    ],
  ])('with the password %s', async (_, slug, email, name) => {
    await typePassword(email);
    await expectSignedIn(name);
    expect(await facts.next(LoginCompleted, () => true)).toMatchObject({
      tenantId: house.seeded.tenants[slug],
      data: { method: 'password' },
    });
  });
});

describe('a person is refused', () => {
  it('with the password where the company enforces single sign-on', async () => {
    await typePassword('agent@globex.example');
    expect(await page.getByRole('alert').textContent()).toBe(
      'Your company signs in with single sign-on. Use "Log in with SSO".',
    );
    await picture('password-refused');
    expect((await facts.next(LoginFailed, () => true)).data['code']).toBe('sso_required');
  });

  it.each(WAYS)(
    'as a stranger to $slug after the proof at $provider, and told whose turn it is',
    async ({ slug, provider, chosen }) => {
      await typeEmail(`agent@${slug}.example`);
      if (chosen) await choose(chosen);
      await page.waitForURL((url) => url.port === new URL(simulator).port);
      await choose('Dill Harris');
      await page.waitForURL(/idpresponse/);
      expect(await headingOf(page)).toBe('Sign-in did not work');
      expect(await page.getByText("Your company's administrator can put this right.").count()).toBe(1);
      await picture(`${provider}-stranger`);
      const { data } = await facts.next(LoginFailed, () => true);
      expect(data).toMatchObject({ code: 'user_unknown', provider });
      expect(await page.getByText(String(data['reference'])).count()).toBe(1);
      await page.getByRole('link', { name: 'Start again' }).click();
      expect(await page.getByLabel('E-mail').inputValue()).toBe(`agent@${slug}.example`);
    },
  );
});
