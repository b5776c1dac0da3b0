import { jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { LoginCompleted, SessionEnded } from '@portico/contracts';
import { DEMO_PASSWORD } from '@portico/launcher';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { aContext, headingOf, startChromium } from './chromium.js';
import { FactLog, type HeardFact } from './facts.js';
import { acme, house } from './house.js';
import { TestApplication } from './test-application.js';

const { phone, dashboard, simulator, broker } = house.addresses;
const agent = 'agent@acme.example';
const admin = 'admin@acme.example';

jest.setTimeout(30_000);

let chromium: Browser;
let facts: FactLog;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
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

const openSignIn = async (application: string): Promise<void> => {
  await page.goto(application);
  await page.getByRole('link', { name: 'Sign in' }).click();
};

const typePassword = async (email: string, password = DEMO_PASSWORD): Promise<void> => {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

const goToProvider = async (email: string): Promise<void> => {
  await page.getByRole('link', { name: 'Log in with SSO' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL(`${simulator}/**`);
};

const signInAtProvider = async (name: string): Promise<void> =>
  await page.getByRole('button', { name }).click();

const signedInToPhone = async (name: string): Promise<void> => {
  await page.waitForURL(`${phone}/`);
  expect(await headingOf(page)).toBe(`Hello, ${name}`);
};

/** What the example subscriber prints of a login. */
const printedOf = async (reference: unknown): Promise<string> => {
  for (let tries = 0; tries < 100; tries += 1) {
    const log = readFileSync(join(house.logs, 'subscriber.log'), 'utf8');
    const line = log.split('\n').find((candidate) => candidate.includes(String(reference)));
    if (line) return line;
    await wait(50);
  }
  throw new Error(`the subscriber has not printed ${String(reference)}`);
};

/** The event of the login that this browser has just done: heard here, and printed by the example subscriber. */
const heardLogin = async (method: 'sso' | 'password', applicationId: string): Promise<HeardFact> => {
  const fact = await facts.next(LoginCompleted, () => true);
  expect(fact).toMatchObject({ tenantId: acme.tenantId, data: { method, applicationId } });
  const { reference, userId } = fact.data;
  expect(await printedOf(reference)).toContain(
    `login.completed ${String(reference)} tenant=${acme.tenantId} user=${String(userId)} externalId=acme-`,
  );
  return fact;
};

describe('a person signs in, without JavaScript,', () => {
  it('to Phone by single sign-on, and the event is heard with tenant, user and connection', async () => {
    await openSignIn(phone);
    expect(await headingOf(page)).toBe('Sign in to Phone');
    await goToProvider(agent);
    await signInAtProvider('Scout Finch');
    await signedInToPhone('Scout Finch');
    const { data } = await heardLogin('sso', 'phone');
    expect(data).toMatchObject({
      connectionId: acme.connectionId,
      provider: 'keycloak',
      externalId: 'acme-1002',
    });
    for (const shown of [acme.tenantId, agent, 'acme-1002', String(data['userId'])])
      expect(await page.getByText(shown, { exact: true }).count()).toBe(1);
  });

  it('to Phone by single sign-on, typing name and password at the identity provider', async () => {
    await openSignIn(phone);
    await goToProvider(agent);
    expect(await page.getByLabel('Username or e-mail').inputValue()).toBe(agent);
    await page.getByLabel('Password').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await signedInToPhone('Scout Finch');
  });

  it('to Phone by password', async () => {
    await openSignIn(phone);
    await typePassword(admin);
    await signedInToPhone('Atticus Finch');
    expect((await heardLogin('password', 'phone')).data['connectionId']).toBeUndefined();
  });

  it('to the dashboard by password as admin, and sees who and whose', async () => {
    await openSignIn(dashboard);
    expect(await headingOf(page)).toBe('Sign in to Dashboard');
    await typePassword(admin);
    await page.waitForURL(`${dashboard}/`);
    expect(
      await page
        .getByRole('main')
        .getByText(/Atticus Finch.*Acme/)
        .isVisible(),
    ).toBe(true);
    await heardLogin('password', 'dashboard');
  });

  it('to the dashboard by single sign-on', async () => {
    await openSignIn(dashboard);
    await goToProvider(admin);
    await signInAtProvider('Atticus Finch');
    await page.waitForURL(`${dashboard}/`);
    expect(await page.getByRole('main').getByText(admin).count()).toBe(1);
    await heardLogin('sso', 'dashboard');
  });

  it('with the keyboard alone', async () => {
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await page.goto(phone);
    await press('Tab', 'Enter');
    await page.waitForURL(`${broker}/login/**`);
    await page.locator('#email:focus').waitFor();
    // The first field has the focus; then password, button, forgotten password, and the way to screen 2.
    await press('Tab', 'Tab', 'Tab', 'Tab', 'Enter');
    await page.waitForURL('**/sso');
    // A field gets the focus with the first picture of its page, a moment after that has loaded.
    await page.locator('#email:focus').waitFor();
    await page.keyboard.type(agent);
    await press('Enter');
    await page.waitForURL(`${simulator}/**`);
    // The second of the people there is the agent.
    await press('Tab', 'Tab', 'Enter');
    await signedInToPhone('Scout Finch');
    await press('Tab', 'Enter');
    await page.waitForURL(`${broker}/logout**`);
    // The first button has the focus.
    await page.locator('button:focus').waitFor();
    await press('Enter');
    await page.waitForURL(`${phone}/`);
    expect(await page.getByRole('link', { name: 'Sign in' }).isVisible()).toBe(true);
  });
});

describe('a session', () => {
  it('of the dashboard is one of Phone too, without a second login', async () => {
    await openSignIn(dashboard);
    await typePassword(admin);
    await page.waitForURL(`${dashboard}/`);
    const { data } = await heardLogin('password', 'dashboard');
    await openSignIn(phone);
    await signedInToPhone('Atticus Finch');
    // What would be heard of a second login comes within this time by far.
    await wait(500);
    expect(facts.list(LoginCompleted).map((fact) => fact.data['loginId'])).toEqual([data['loginId']]);
  });

  it.each([
    ['Phone', phone, dashboard],
    ['the dashboard', dashboard, phone],
  ])('ends at the sign-out of %s, and the back button shows nothing of it', async (_, application, other) => {
    await openSignIn(application);
    await typePassword(admin);
    await page.waitForURL(`${application}/`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${application}/`);
    expect(await page.getByRole('link', { name: 'Sign in' }).isVisible()).toBe(true);
    await facts.next(SessionEnded, ({ tenantId }) => tenantId === acme.tenantId);

    for (let steps = 0; steps < 4; steps += 1) {
      await page.goBack().catch(() => undefined);
      expect(await page.getByText('Atticus Finch').count()).toBe(0);
    }
    for (const address of [application, other]) {
      await page.goto(`${address}/sign-in`);
      expect(await headingOf(page)).toMatch(/^Sign in to (Phone|Dashboard)$/);
    }
  });
});

describe('the screens remember', () => {
  it('the address that the application hints at, on both', async () => {
    await page.goto(new TestApplication(house).authorizationUrl({ login_hint: agent }));
    expect(await page.getByLabel('E-mail').inputValue()).toBe(agent);
    await page.getByRole('link', { name: 'Log in with SSO' }).click();
    expect(await page.getByLabel('E-mail').inputValue()).toBe(agent);
  });

  it('the typed address at Start again, and lets in who mends what was wrong', async () => {
    await openSignIn(phone);
    await goToProvider(admin);
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await headingOf(page)).toBe('Sign-in did not work');
    await page.getByRole('link', { name: 'Start again' }).click();
    expect(await page.getByLabel('E-mail').inputValue()).toBe(admin);
    await page.getByLabel('Password').fill(DEMO_PASSWORD);
    await page.keyboard.press('Enter');
    await signedInToPhone('Atticus Finch');
  });

  it('the typed address beside a wrong password, which is said to a screen reader too', async () => {
    await openSignIn(phone);
    await typePassword(agent, 'not-the-password');
    expect(await page.getByRole('alert').textContent()).toBe(
      'The e-mail address or the password is not right.',
    );
    const field = page.getByLabel('E-mail');
    expect(await field.inputValue()).toBe(agent);
    expect(await field.getAttribute('aria-describedby')).toBe('fault');
    expect(await page.getByLabel('Password').inputValue()).toBe('');
  });
});
