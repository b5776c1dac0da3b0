import { jest } from '@jest/globals';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection, Tenant } from '@portico/contracts';
import type { Browser, BrowserContext, Page, Response } from 'playwright-core';
import { Api, newSlug } from './api.js';
import { aContext, startChromium } from './chromium.js';
import { house } from './house.js';
import { findBarriers, markControls, readOutline, tabThrough } from './look.js';
import { SCREENS, type Screen } from './screens.js';
import { TestApplication } from './test-application.js';

jest.setTimeout(30_000);

const WIDTHS = [320, 768, 1440];
const SCHEMES = ['light', 'dark'] as const;
/** Would run where a page takes it for markup. */
const HOSTILE = '"><svg onload=alert(1)>';

const { broker, dashboard, phone, simulator } = house.addresses;
const folder = process.env['PORTICO_SCREENSHOTS'] ?? mkdtempSync(join(tmpdir(), 'portico-screens-'));
const answers: Response[] = [];
const person = { email: `chooser@${newSlug()}.example`, password: 'portico-demo-of-many' };
const memberOfTwo = `two@${newSlug()}.example`;
let chromium: Browser;
let context: BrowserContext;
let page: Page;
let dialogs: number;
let tenant: Tenant;
let connections: Connection[];

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  chromium = await startChromium();
  const api = await Api.open(house);
  tenant = await api.addTenant(newSlug(), HOSTILE);
  const other = await api.addTenant(
    newSlug(),
    'An organisation with a name that is as long as such names are',
  );
  connections = [
    await api.addConnection(tenant.id, 'Keycloak'),
    await api.addConnection(tenant.id, `${HOSTILE} with a name that is rather long`),
  ];
  connections.push(await api.addConnection(other.id, 'Keycloak'));
  for (const one of [tenant, other]) await api.addUser(one.id, { email: memberOfTwo, name: 'Of two' });
  const { id } = await api.addUser(tenant.id, { email: person.email, name: HOSTILE });
  await api.call('PUT', `${api.usersUrl(tenant.id)}/${id}/password`, { password: person.password });
});

afterAll(async () => {
  await chromium?.close();
  const api = await Api.open(house);
  for (const connection of connections) await api.setMode(connection, 'off');
});

beforeEach(async () => {
  context = await aContext(chromium, { javaScriptEnabled: true });
  page = await context.newPage();
  dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  page.on('response', (response) => answers.push(response));
});
afterEach(async () => await context.close());

const chooser: Screen = {
  name: 'chooser',
  open: async () => {
    await page.goto(`${phone}/sign-in`);
    await page.getByRole('link', { name: 'Log in with SSO' }).click();
    await page.getByLabel('E-mail').fill(person.email);
    await page.getByRole('button', { name: 'Continue' }).click();
  },
};

const organisations: Screen = {
  name: 'organisations',
  open: async () => {
    await page.goto(`${phone}/sign-in`);
    await page.getByRole('link', { name: 'Log in with SSO' }).click();
    await page.getByLabel('E-mail').fill(memberOfTwo);
    await page.getByRole('button', { name: 'Continue' }).click();
  },
};

const again: Screen = {
  name: 'again-after-sign-out',
  open: async () => {
    await page.goto(`${broker}/logout`);
    await page.goto(`${broker}/sso/${tenant.slug}`);
  },
};

const linkChooser: Screen = {
  name: 'organisation-link-chooser',
  open: async () => {
    await page.goto(`${phone}/sign-in`);
    await page.goto(`${page.url()}/sso/${tenant.slug}`);
  },
};

const remembered: Screen = {
  name: 'screen-1-remembered',
  open: async () => {
    await linkChooser.open(page);
    await page.getByRole('button', { name: HOSTILE }).click();
    await page.waitForURL(`${simulator}/**`);
    await page.goto(`${phone}/sign-in`);
  },
};

describe.each([...SCREENS, chooser, organisations, again, linkChooser, remembered])(
  'the page $name',
  ({ name, open, focus }) => {
    it('fits, and shuts nobody out, at every width, in light and in dark', async () => {
      await open(page);
      for (const scheme of SCHEMES) {
        await page.emulateMedia({ colorScheme: scheme });
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 800 });
          const { title, language, headings, mains, overflow } = await readOutline(page);
          expect({ width, language, headings, mains, overflow: Math.max(0, overflow) }).toEqual({
            width,
            language: 'en',
            headings: 1,
            mains: 1,
            overflow: 0,
          });
          expect(title).toMatch(/\S.* [·–] (Portico|Phone|IdP simulator)$/);
          expect({ width, scheme, barriers: await findBarriers(page) }).toEqual({
            width,
            scheme,
            barriers: [],
          });
          await page.screenshot({ path: join(folder, `${name}-${scheme}-${width}.png`), fullPage: true });
        }
      }
    });

    it('is walked through by Tab in the order of reading, and shows where one is', async () => {
      await open(page);
      if (focus)
        expect(await page.getByLabel(focus).evaluate((field) => field === document.activeElement)).toBe(true);
      const { count, focused } = await markControls(page);
      const stops = await tabThrough(page, count - focused - 1);
      expect(stops).toEqual(
        Array.from({ length: count - focused - 1 }, (_, step) => ({
          index: focused + 1 + step,
          shown: true,
        })),
      );
    });
  },
);

describe('B08 a name that is markup is text', () => {
  const expectInert = async (): Promise<void> => {
    expect(await page.locator('svg[onload]').count()).toBe(0);
    expect(await page.getByText(HOSTILE).count()).toBeGreaterThan(0);
    expect(dialogs).toBe(0);
  };

  it('on the chooser, for tenant and connection', async () => {
    await chooser.open(page);
    await expectInert();
    expect(await page.getByRole('button').allTextContents()).toContain(connections[1]?.name);
    await organisations.open(page);
    await expectInert();
  });

  it("on an organisation's own link and for the last way in", async () => {
    await remembered.open(page);
    await expectInert();
    await linkChooser.open(page);
    await expectInert();
  });

  it('on the dashboard and on Phone, for tenant and user', async () => {
    await page.goto(`${dashboard}/sign-in`);
    await page.getByLabel('E-mail').fill(person.email);
    await page.getByLabel('Password').fill(person.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('banner').getByText(HOSTILE).first().waitFor();
    await expectInert();
    await page.goto(`${phone}/sign-in`);
    await expectInert();
  });

  it('on screen 1 and at sign-out, for the application', async () => {
    const api = await Api.open(house);
    const { id } = await api.addApplication({ name: HOSTILE });
    await page.goto(new TestApplication(house, id, 'http://localhost:9/callback').authorizationUrl());
    await expectInert();
    expect(await page.title()).toBe(`Sign in to ${HOSTILE} · Portico`);
  });

  it('in the e-mail that was typed', async () => {
    await page.goto(`${phone}/sign-in`);
    await page.getByLabel('E-mail').evaluate((field) => ((field as HTMLInputElement).type = 'text'));
    await page.getByLabel('E-mail').fill(`a@b.example${HOSTILE}`);
    await page.getByLabel('Password').fill('not-the-password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByLabel('E-mail').inputValue()).toBe(`a@b.example${HOSTILE}`);
    expect(await page.locator('main svg').count()).toBe(0);
    expect(dialogs).toBe(0);
  });
});

describe('every page that was shown', () => {
  const pagesOf = (origin: string): Response[] =>
    answers.filter(
      (answer) =>
        answer.url().startsWith(origin) && /^text\/html/.test(answer.headers()['content-type'] ?? ''),
    );

  it.each([
    ['of the broker', broker],
    ['of the dashboard', dashboard],
    ['of Phone', phone],
    ['of the simulator', simulator],
  ])('B07 B13 B14 %s is in no frame, in no cache, and names itself to nobody', (_, origin) => {
    const shown = pagesOf(origin);
    expect(shown.length).toBeGreaterThan(3);
    for (const answer of shown) {
      const { 'content-security-policy': policy, ...headers } = answer.headers();
      expect({ url: answer.url(), policy }).toEqual({
        url: answer.url(),
        policy: expect.stringMatching(/(^|; ?)frame-ancestors 'none'(;|$)/),
      });
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    }
  });

  it.each([
    ['of the broker', broker],
    ['of the dashboard', dashboard],
  ])('B07 B08 %s runs no script but its own, and has no frame for old browsers either', (_, origin) => {
    for (const answer of pagesOf(origin)) {
      const { 'content-security-policy': policy = '', 'x-frame-options': frames } = answer.headers();
      expect({ url: answer.url(), frames }).toEqual({ url: answer.url(), frames: 'DENY' });
      const directives = policy.split(/; ?/);
      expect(directives).toEqual(
        expect.arrayContaining(["default-src 'none'", "form-action 'self'", "base-uri 'none'"]),
      );
      expect(policy).not.toMatch(/unsafe|https?:|data:|\*/);
      const scripts =
        directives.find((directive) => directive.startsWith('script-src ')) ?? "script-src 'none'";
      // Of the broker's the pages of a passkey alone run a script, and only the one that lies beside them.
      const isPasskey = /\/(second-factor|password)(\/|$)/.test(new URL(answer.url()).pathname);
      const allowed =
        origin === dashboard ? /'(none|nonce-[\w-]{22})'$/ : isPasskey ? /'(none|self)'$/ : /'none'$/;
      expect({ url: answer.url(), scripts }).toEqual({
        url: answer.url(),
        scripts: expect.stringMatching(allowed),
      });
    }
  });
});
