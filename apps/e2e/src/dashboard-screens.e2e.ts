import { jest } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '@portico/contracts';
import { Secret, TOTP } from 'otpauth';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Admin, closeEmptyCompany, foundEmptyCompany, type NewCompany } from './admin.js';
import { Api } from './api.js';
import { aContext, startChromium } from './chromium.js';
import { house } from './house.js';
import { findBarriers, readOutline } from './look.js';
import { registerClient } from './simulator.js';

jest.setTimeout(60_000);

const WIDTHS = [1280, 375];
const SCHEMES = ['light', 'dark'] as const;
/** English words that no German page has. */
const ENGLISH = /\b(the|your|you|with|of|sign-in|password|users|save|add|people|nobody|has|have|been)\b/i;

const { dashboard, ssoConfig } = house.addresses;
const folder = process.env['PORTICO_SCREENSHOTS'];

let api: Api;
let chromium: Browser;
let context: BrowserContext;
let page: Page;
let admin: Admin;
let company: NewCompany;
let connection: Connection;
/** What the browser complained about, such as what the Content-Security-Policy kept from running. */
let complaints: string[];

const watch = (watched: Page): void => {
  watched.on('pageerror', ({ message }) => complaints.push(message));
  watched.on('console', (message) => {
    // Of an answer that refuses the browser says so by itself, and React what the page then shows.
    if (message.type() === 'error' && !/^(?:Failed to load resource|Refusal: )/.test(message.text()))
      complaints.push(message.text());
  });
};

beforeAll(async () => {
  if (folder) mkdirSync(folder, { recursive: true });
  api = await Api.open(house);
  chromium = await startChromium();
  company = await foundEmptyCompany(api, 'keycloak');
  context = await aContext(chromium, { javaScriptEnabled: true });
  page = await context.newPage();
  admin = new Admin(page, context);
  complaints = [];
  watch(page);
  await admin.signIn(company);
});
afterAll(async () => {
  await chromium?.close();
  if (company) await closeEmptyCompany(api, company);
});
beforeEach(() => {
  complaints = [];
});

/** Keys of texts have no blank, and dots between words; a text of ours never looks so but in an address or a number. */
const keysShown = async (shown: Page): Promise<string[]> =>
  await shown.evaluate(() => {
    const areas =
      /^(shell|sso|setUp|enforce|revisions|domains|users|history|recovery|support|setUpLink|lint|codes)\.\w+(\.\w+)*$/;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent?.trim() ?? '';
      if (areas.test(text) || text.includes('{{')) found.push(text);
    }
    return found;
  });

/** The outline once nothing moves any more: what slides in or out is wider than the page for a moment. */
const settledOutline = async (shown: Page): ReturnType<typeof readOutline> => {
  for (let tries = 0; tries < 20; tries++) {
    const outline = await readOutline(shown);
    if (outline.overflow <= 0) return outline;
    await shown.waitForTimeout(150);
  }
  return await readOutline(shown);
};

/** Looks at a page as it stands, wide and narrow, in light and in dark. */
const look = async (name: string, shown = page): Promise<void> => {
  for (const scheme of SCHEMES) {
    await shown.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    for (const width of WIDTHS) {
      await shown.setViewportSize({ width, height: 900 });
      // Colours and drawers move for a moment.
      await shown.waitForTimeout(150);
      if (folder)
        await shown.screenshot({
          path: join(folder, `${name}-${scheme}-${String(width)}.png`),
          fullPage: true,
        });
      const { headings, mains, overflow } = await settledOutline(shown);
      expect({
        width,
        scheme,
        headings,
        mains,
        overflow: Math.max(0, overflow),
        barriers: await findBarriers(shown),
      }).toEqual({ width, scheme, headings: 1, mains: 1, overflow: 0, barriers: [] });
    }
  }
  await shown.setViewportSize({ width: 1280, height: 900 });
  expect({ keys: await keysShown(shown), complaints }).toEqual({ keys: [], complaints: [] });
};

const go = async (path: string, seen: string | RegExp, shown = page): Promise<void> => {
  await shown.goto(`${dashboard}${path}`);
  await shown.getByText(seen).filter({ visible: true }).first().waitFor();
};

const button = (name: string | RegExp) => page.getByRole('button', { name }).first();

describe('every page of an administrator', () => {
  it('shows a company that has nothing yet', async () => {
    await go('/settings/sso', 'Azure (Microsoft Entra ID)');
    await look('sso-off');
    await go('/settings/domains', 'No domain yet');
    await look('domains-empty');
    await go('/settings/users', 'Dill Harris');
    await look('users');
    await go('/settings/history', 'History');
    await look('history');
    await go('/settings/recovery', 'You have none.');
    await look('recovery-none');
  });

  it('shows what one asks support for', async () => {
    await go('/settings/sso', 'Ask support');
    await button('Ask support').click();
    await page.getByRole('textbox').fill('We use PingFederate.');
    await look('sso-ask-support');
    await admin.press('Send to support');
    await admin.see('You asked on');
    await look('sso-asked');
  });

  it('shows the steps of a set-up, with values right and wrong', async () => {
    await go('/settings/sso', 'Keycloak');
    const id = await admin.beginSetUp('keycloak');
    await look('set-up-1');
    const { clientId, clientSecret, discoveryUrl } = await admin.createApplication('keycloak', id);
    await admin.fill('Client ID', `"${clientId}"`);
    await admin.fill('Client Secret', ` ${clientSecret}`);
    await admin.fill('Discovery URL', `${discoveryUrl}/protocol/openid-connect/auth`);
    await admin.see('There is white space in this value');
    await button(`Use ${discoveryUrl}`).waitFor();
    await look('set-up-2-wrong');
    await button(`Use ${discoveryUrl}`).click();
    await button(`Use ${clientId}`).click();
    await admin.fill('Client Secret', 'not the right one'.replaceAll(' ', '-'));
    await admin.see('Found it');
    await look('set-up-2-found');
    await admin.press('Save and go on');
    await button(/^Test sign-in$/).waitFor();
    await look('set-up-3');
    await admin.test('Dill Harris');
    await admin.see('The test was refused');
    await look('set-up-3-refused');
    connection = await api.call('GET', `${api.connectionsUrl(company.tenant.id)}/${id}`);
    const redirectUri = connection.redirectUri;
    await registerClient(house, { clientId, clientSecret: 'not-the-right-one', redirectUri });
    await admin.test('Dill Harris');
    await admin.see('The test has passed');
    await look('set-up-3-passed');
    await admin.press('Next: Turn on');
    await look('set-up-4');
  });

  it('shows what is to be done before enforcing, a rehearsal, and revisions', async () => {
    await api.setMode(connection, 'enabled');
    const path = `/settings/sso/${connection.id}`;
    await go(`${path}/enforce`, 'Make recovery codes');
    await look('enforce-before');
    await button('Rehearse').click();
    await admin.see('Nobody would be locked out.');
    await look('enforce-rehearsed');
    await go(`${path}/revisions`, 'Revision 1');
    await look('revisions');
    await go('/settings/sso', 'Active');
    await look('sso-active');
  });

  it('shows domains, users and the import of a list', async () => {
    await go('/settings/domains', 'No domain yet');
    await admin.fill('Domain', `${company.tenant.slug}.example`);
    await button('Add domain').click();
    await admin.see('Waiting for the record');
    await look('domains-pending');
    await go('/settings/users', 'Dill Harris');
    await button('Add a user').click();
    await page.getByRole('dialog').waitFor();
    await look('users-add');
    await page.keyboard.press('Escape');
    await page.getByRole('main').getByRole('button', { name: 'Dill Harris' }).first().click();
    await page.getByRole('dialog').getByText('Links to identity providers').waitFor();
    await look('user-drawer');
    await page.keyboard.press('Escape');
    await page.getByLabel('Search').first().fill('nobody fits this');
    await admin.see('Nobody fits');
    await look('users-none-found');
    await go('/settings/users/import', 'Choose a file');
    await look('import-start');
    await page.locator('input[type=file]').setInputFiles({
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        `email,name\nboo@${company.tenant.slug}.example,Boo Radley\nnot-an-address,Nobody\n`,
      ),
    });
    await button('Start the import').click();
    await admin.see('Refused lines');
    await look('import-refused');
  });

  it('shows recovery codes once, and what they are for', async () => {
    await go('/settings/recovery', 'You have none.');
    await button('Make codes').click();
    await page.getByRole('list', { name: 'Recovery codes' }).waitFor();
    await look('recovery-shown');
    const codes = await page
      .getByRole('list', { name: 'Recovery codes' })
      .getByRole('listitem')
      .allInnerTexts();
    await admin.fill('One of your recovery codes', codes[4]?.trim() ?? '');
    await button('Confirm').click();
    await page.getByText('Your recovery codes work from now on.').first().waitFor();
    await look('recovery-confirmed');
    await go('/settings/history', 'The newest first'.toLowerCase().slice(4));
    await look('history-full');
  });

  it('shows what is not there', async () => {
    await go('/settings/nowhere', 'There is nothing here');
    await look('not-found');
  });

  it.each([
    ['sso', '/settings/sso'],
    ['users', '/settings/users'],
    ['domains', '/settings/domains'],
    ['history', '/settings/history'],
  ])('shows that %s cannot be loaded, and that it is loading', async (name, path) => {
    await page.route('**/api/*/v1/**', async (route) => {
      await route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{}' });
    });
    await page.goto(`${dashboard}${path}`);
    await page.getByRole('button', { name: 'Try again' }).first().waitFor({ timeout: 20_000 });
    await look(`${name}-failed`);
    await page.unroute('**/api/*/v1/**');
    await page.route('**/api/*/v1/**', () => undefined);
    await page.goto(`${dashboard}${path}`);
    await page.locator('[aria-busy=true]').first().waitFor();
    await look(`${name}-loading`);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it('says that there is no network', async () => {
    await go('/settings/sso', 'Keycloak');
    await context.setOffline(true);
    await admin.see('You are offline.');
    await look('sso-offline');
    await context.setOffline(false);
  });

  it('speaks German to whoever reads German', async () => {
    const german = await chromium.newContext({
      locale: 'de-DE',
      storageState: await context.storageState(),
    });
    const shown = await german.newPage();
    watch(shown);
    for (const name of ['sso', 'domains', 'users', 'history', 'recovery']) {
      await shown.goto(`${dashboard}/settings/${name}`);
      await shown.getByRole('heading', { level: 1 }).waitFor();
      await shown.waitForLoadState('networkidle');
      expect(await shown.evaluate(() => document.documentElement.lang)).toBe('de');
      const text = await shown.getByRole('main').innerText();
      expect({ name, english: ENGLISH.exec(text.replaceAll(/[“„].*?[”“]/g, ''))?.[0] }).toEqual({
        name,
        english: undefined,
      });
      await look(`german-${name}`, shown);
    }
    await german.close();
  });
});

describe('the pages of others', () => {
  it('a guide is readable without signing in', async () => {
    const context = await aContext(chromium, { javaScriptEnabled: true });
    const shown = await context.newPage();
    watch(shown);
    for (const provider of ['okta', 'azure']) {
      await shown.goto(`${dashboard}/guides/${provider}`);
      await look(`guide-${provider}`, shown);
    }
    await context.close();
  });

  it('a set-up link leads somebody without an account through the set-up', async () => {
    const url = `${ssoConfig}/v1/tenants/${company.tenant.id}/set-up-links`;
    const draft = await api.addDraft(company.tenant.id, 'By IT');
    const { token } = await api.call<{ token: string }>('POST', url, { connectionId: draft.id });
    const context = await aContext(chromium, { javaScriptEnabled: true });
    const shown = await context.newPage();
    watch(shown);
    await go(`/set-up/${token}`, 'This link opens once', shown);
    await look('set-up-link', shown);
    await shown.getByRole('main').getByRole('button', { name: 'Open' }).click();
    await shown.getByText('Three steps.').waitFor();
    await look('set-up-link-start', shown);
    await shown.getByText('Begin', { exact: true }).click();
    await shown.getByText('I have created it').waitFor();
    await look('set-up-link-1', shown);
    await context.close();
    await api.call('DELETE', `${api.connectionsUrl(company.tenant.id)}/${draft.id}`);
  });

  it('support sees requests and how a company stands', async () => {
    const email = 'support@portico.example';
    const context = await aContext(chromium, { javaScriptEnabled: true });
    const shown = await context.newPage();
    watch(shown);
    await shown.goto(`${dashboard}/sign-in?return=/support`);
    await shown.getByLabel('E-mail').fill(email);
    await shown.getByLabel('Password').fill('portico-demo');
    await shown.getByRole('button', { name: 'Sign in' }).click();
    const secret = Secret.fromBase32(house.seeded.factors[email]?.secret ?? '');
    await shown.getByLabel('Code').fill(new TOTP({ secret }).generate());
    await shown.getByRole('button', { name: 'Continue' }).click();
    await shown.getByText('We use PingFederate.').first().waitFor();
    await look('support', shown);
    await go(`/support/tenants/${company.tenant.id}`, 'Break-glass', shown);
    await look('support-tenant', shown);
    await context.close();
  });

  it('a member reads whom to ask', async () => {
    const user = await api.addUser(company.tenant.id, {
      email: `scout@${company.tenant.slug}.example`,
      name: 'Scout Finch',
    });
    const url = `${api.usersUrl(company.tenant.id)}/${user.id}/password`;
    await api.call('PUT', url, { password: company.password });
    const context = await aContext(chromium, { javaScriptEnabled: true });
    const shown = await context.newPage();
    watch(shown);
    await shown.goto(`${dashboard}/sign-in?return=/settings/sso`);
    await shown.getByLabel('E-mail').fill(user.email);
    await shown.getByLabel('Password').fill(company.password);
    await shown.getByRole('button', { name: 'Sign in' }).click();
    await shown.getByText('Settings are for administrators').waitFor();
    await look('member', shown);
    await context.close();
  });
});
