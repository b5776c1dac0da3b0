import { jest } from '@jest/globals';
import type { Factors, Tenant } from '@portico/contracts';
import { DEMO_PASSWORD } from '@portico/launcher';
import { Secret, TOTP } from 'otpauth';
import type { Browser, Page as BrowserPage } from 'playwright-core';
import { Api, newSlug } from './api.js';
import { aContext, headingOf, startChromium } from './chromium.js';
import { house } from './house.js';
import { alertOf, textOf } from './html.js';
import { HttpBrowser, isSignedIn, type Page } from './http-browser.js';
import { findBarriers } from './look.js';

jest.setTimeout(60_000);

const { phone, ssoConfig } = house.addresses;

let api: Api;
beforeAll(async () => {
  api = await Api.open(house);
});

/** The code of an app, some steps from now. */
const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });

/** The key that the page of a new factor shows, without its gaps. */
const keyOn = (text: string): string =>
  /\b(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}\b/.exec(text)![0].replaceAll(' ', '');

/** A person in a tenant of their own that wants a second factor of everybody. */
const aPersonWhoNeedsOne = async () => {
  const tenant = await api.addTenant(newSlug(), 'Macondo');
  const wanted = { password: 'required', sso: 'trusted' };
  const { secondFactor } = await api.call<Tenant>(
    'PUT',
    `${ssoConfig}/v1/tenants/${tenant.id}/second-factor`,
    wanted,
  );
  expect(secondFactor).toEqual(wanted);
  const email = `amaranta@${tenant.slug}.example`;
  const { id } = await api.addUser(tenant.id, { email, name: 'Amaranta Buendía' });
  const userUrl = `${api.usersUrl(tenant.id)}/${id}`;
  await api.call('PUT', `${userUrl}/password`, { password: DEMO_PASSWORD });
  return { email, factorsUrl: `${userUrl}/factors` };
};

const give = async (browser: HttpBrowser, page: Page, code: string): Promise<Page> =>
  await browser.submit(page, /second-factor\/set-up"/.test(page.html) ? '/set-up' : '/second-factor', {
    code,
  });

describe('a second factor, without JavaScript', () => {
  it.each(['operator@portico.example', 'support@portico.example'])(
    'E10 lets %s in by the code of the demo, and by no password alone',
    async (email) => {
      const browser = new HttpBrowser();
      const asked = await browser.signInWithPassword({ house, email });
      expect(textOf(asked.html)).toContain('Your second factor');
      expect(isSignedIn(await browser.openPhone(house))).toBe(false);
      const again = await browser.signInWithPassword({ house, email });
      const refused = await give(browser, again, '000000');
      expect(alertOf(refused.html)).toContain('This code is not right');
      const { secret } = house.seeded.factors[email]!;
      expect(isSignedIn(await give(browser, refused, codeOf(secret)))).toBe(true);
    },
  );

  it('E10 is set up before the sign-in completes where the tenant wants it, and reset by an admin', async () => {
    const { email, factorsUrl } = await aPersonWhoNeedsOne();
    const browser = new HttpBrowser();
    const page = await browser.signInWithPassword({ house, email });
    expect(textOf(page.html)).toContain('Set up a second factor');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const secret = keyOn(textOf(page.html));
    expect(isSignedIn(await give(browser, page, codeOf(secret)))).toBe(true);
    const second = new HttpBrowser();
    const asked = await second.signInWithPassword({ house, email });
    expect(isSignedIn(await give(second, asked, codeOf(secret)))).toBe(false);
    const { factors } = await api.call<Factors>('GET', factorsUrl);
    expect(factors).toMatchObject([{ kind: 'totp' }]);
    await api.call('DELETE', `${factorsUrl}/${factors[0]!.id}`);
    const afterReset = await new HttpBrowser().signInWithPassword({ house, email });
    expect(textOf(afterReset.html)).toContain('Set up a second factor');
  });
});

describe('a passkey', () => {
  let chromium: Browser;
  beforeAll(async () => {
    chromium = await startChromium();
  });
  afterAll(async () => await chromium?.close());

  const typePassword = async (page: BrowserPage, email: string): Promise<void> => {
    await page.goto(`${phone}/sign-in`);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  it('is made at the first sign-in and used at the next, in a real browser', async () => {
    const { email } = await aPersonWhoNeedsOne();
    const context = await aContext(chromium, { javaScriptEnabled: true });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'usb', hasUserVerification: true, isUserVerified: true },
    });
    await typePassword(page, email);
    expect(await headingOf(page)).toBe('Set up a second factor');
    await page.getByRole('button', { name: 'Create a passkey' }).click();
    await page.waitForURL(`${phone}/`);
    const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
    expect(credentials).toMatchObject([{ rpId: 'localhost' }]);

    await context.clearCookies();
    await typePassword(page, email);
    expect(await headingOf(page)).toBe('Your second factor');
    expect(await page.getByLabel('Code').count()).toBe(0);
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Use your passkey' }).click();
    await page.waitForURL(`${phone}/`);
    await context.close();
  });

  it('is not offered to a browser without JavaScript, which sets an app up instead', async () => {
    const { email, factorsUrl } = await aPersonWhoNeedsOne();
    expect((await api.call<Factors>('GET', factorsUrl)).factors).toEqual([]);
    const context = await aContext(chromium);
    const page = await context.newPage();
    await typePassword(page, email);
    expect(await page.getByRole('button', { name: 'Create a passkey' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Set up and continue' }).count()).toBe(1);
    await context.close();
  });
});
