import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { Connection } from '@portico/contracts';
import { DEMO_PASSWORD } from '@portico/launcher';
import { Secret, TOTP } from 'otpauth';
import type { Browser, BrowserContext, Locator } from 'playwright-core';
import { Admin, closeEmptyCompany, foundEmptyCompany, type NewCompany } from './admin.js';
import { Api } from './api.js';
import { aContext, startChromium } from './chromium.js';
import { untilBrokerKnows } from './company.js';
import { house } from './house.js';
import { linkIn, waitForMails } from './mails.js';
import { registerClient, whileIdpIs } from './simulator.js';

jest.setTimeout(60_000);

const { dashboard, simulator } = house.addresses;

let api: Api;
let chromium: Browser;
let company: NewCompany;
let contexts: BrowserContext[] = [];

beforeAll(async () => {
  api = await Api.open(house);
  chromium = await startChromium();
});
afterAll(async () => await chromium?.close());

beforeEach(async () => {
  company = await foundEmptyCompany(api, 'keycloak');
});
afterEach(async () => {
  for (const context of contexts) await context.close();
  contexts = [];
  await closeEmptyCompany(api, company);
});

/** Somebody at a browser of their own. */
const somebody = async (): Promise<Admin> => {
  const context = await aContext(chromium, { javaScriptEnabled: true });
  contexts.push(context);
  return new Admin(await context.newPage(), context);
};

/** The company's administrator, signed in at a page of the settings. */
const theAdmin = async (path?: string): Promise<Admin> => {
  const admin = await somebody();
  await admin.signIn(company, path);
  return admin;
};

/** A second administrator beside the first. */
const colleague = async (): Promise<NewCompany> => {
  const { tenant, password } = company;
  const admin = await api.addUser(tenant.id, {
    email: `scout@${tenant.slug}.example`,
    name: 'Scout Finch',
    roles: ['tenant_admin', 'member'],
  });
  await api.call('PUT', `${api.usersUrl(tenant.id)}/${admin.id}/password`, { password });
  return { ...company, admin };
};

/** A connection that is switched on and works. */
const connected = async (): Promise<Connection> => {
  const connection = await api.addConnection(company.tenant.id, 'Keycloak');
  await untilBrokerKnows(api, company.tenant.id);
  return connection;
};

const readConnection = async ({ id }: Pick<Connection, 'id'>): Promise<Connection> =>
  await api.call('GET', `${api.connectionsUrl(company.tenant.id)}/${id}`);

/** Asks the API as the page would, with the page's session; gives the status. */
const ask = async ({ page }: Admin, method: string, path: string, body: object): Promise<number> =>
  await page.evaluate(
    async ([verb, url, sent]) =>
      (
        await fetch(url, {
          method: verb,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(sent),
        })
      ).status,
    [method, `/api/sso-config/v1/tenants/${company.tenant.id}${path}`, body] as const,
  );

/** Step 2, with nothing wrong. */
const enter = async (
  by: Admin,
  right: { clientId: string; clientSecret: string; discoveryUrl: string },
): Promise<void> => {
  await by.fill('Client ID', right.clientId);
  await by.fill('Client Secret', right.clientSecret);
  await by.fill('Discovery URL', right.discoveryUrl);
  await by.see('Found it');
  await by.press('Save and go on');
};

describe('a set-up link', () => {
  it('lets somebody without an account enter and test the values, and nothing else', async () => {
    const admin = await theAdmin();
    const id = await admin.beginSetUp('keycloak');
    await admin.press('Create a set-up link');
    await admin.fill('Who is it for?', 'Boo Radley');
    await admin.press('Create a set-up link');
    const link = await admin.page.getByRole('textbox', { name: 'Set-up link' }).inputValue();
    expect(new URL(link).origin).toBe(dashboard);

    const invited = await somebody();
    await invited.page.goto(link);
    await invited.press('Open');
    await invited.see('Set up Keycloak for Maycomb');
    await invited.press('Begin');
    const right = await invited.createApplication('keycloak', id);
    await enter(invited, right);
    expect(await invited.test('Dill Harris')).toContain('It works');
    await invited.press('Next: Turn on');
    await invited.see('Done: tell your administrator');
    expect(await invited.page.getByRole('switch').count()).toBe(0);
    expect(await ask(invited, 'PUT', `/connections/${id}/mode`, { mode: 'enabled' })).toBe(403);

    const another = await somebody();
    await another.page.goto(link);
    await another.press('Open');
    await another.see('This link cannot be opened');

    await admin.page.reload();
    await admin.page.getByRole('button', { name: 'Create the application' }).click();
    await admin.press('Withdraw the link for Boo Radley');
    await admin.see('Withdrawn');
    await invited.press('Back');
    await invited.see('This set-up link is no longer open');

    await admin.page.getByRole('button', { name: 'Enter the values' }).click();
    expect(await admin.page.getByLabel('Client ID', { exact: true }).inputValue()).toBe(right.clientId);
    await admin.see('whoever had the set-up link');
    await admin.page.getByRole('button', { name: 'Test sign-in' }).first().click();
    expect(await admin.test('Dill Harris')).toContain('It works');
    await admin.press('Next: Turn on');
    await admin.page.getByRole('switch', { name: /^Enable/ }).click({ force: true });
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Enable' }).click();
    await admin.page.getByText('is enabled').first().waitFor();
  });
});

describe('two administrators who save at once', () => {
  it('are told who changed what, and go on with their own or the other one’s values', async () => {
    const { id } = await api.setMode(await connected(), 'off');
    const path = `/settings/sso/${id}?step=enter_values`;
    const other = await colleague();
    const [first, second] = [await theAdmin(path), await somebody()];
    await second.signIn(other, path);

    const saveMethod = async (by: Admin, method: string): Promise<void> => {
      await by.page.getByRole('radio', { name: method }).check();
      await by.press('Save and go on');
      await by.see('Test sign-in');
    };
    const typeDay = async (day: string): Promise<void> => {
      await second.page.getByLabel('Secret ends on').fill(day);
      await second.press('Save and go on');
    };
    await second.page.getByLabel('Secret ends on').waitFor();
    await saveMethod(first, 'POST');
    await typeDay('2030-05-31');
    const dialog = second.page.getByRole('dialog', { name: 'Somebody else has changed this' });
    await dialog.getByText('saved by Dill Harris').waitFor();
    expect(await dialog.getByRole('row', { name: /^Method/ }).innerText()).toMatch(/GET\s+POST/);
    await dialog.getByRole('button', { name: 'Go on with mine' }).click();
    expect(await second.page.getByLabel('Secret ends on').inputValue()).toBe('2030-05-31');
    await second.press('Save and go on');
    await second.page.waitForURL(/step=test/);
    expect(await readConnection({ id })).toMatchObject({
      userinfoMethod: 'POST',
      secretExpiresAt: '2030-05-31T23:59:59.000Z',
    });

    await second.page.goto(dashboard + path);
    await second.page.getByLabel('Secret ends on').waitFor();
    await first.page.goto(dashboard + path);
    await saveMethod(first, 'GET');
    await typeDay('2031-05-31');
    await dialog.getByRole('button', { name: 'Go on with theirs' }).click();
    expect(await second.page.getByLabel('Secret ends on').inputValue()).toBe('2030-05-31');
    expect(await second.page.getByRole('radio', { name: 'GET' }).isChecked()).toBe(true);
  });
});

describe('a set-up that is left in the middle', () => {
  it('goes on in another browser with what was typed, but for the secret', async () => {
    const admin = await theAdmin();
    const right = await admin.createApplication('keycloak', await admin.beginSetUp('keycloak'));
    await admin.fill('Client ID', right.clientId);
    await admin.fill('Client Secret', right.clientSecret);
    await admin.fill('Discovery URL', right.discoveryUrl);
    await admin.see('Kept for later, except the secret.');
    const later = await theAdmin();
    await later.page.getByRole('link', { name: 'Go on setting up' }).click();
    const field = (label: string) => later.page.getByLabel(label, { exact: true });
    expect(await field('Client ID').inputValue()).toBe(right.clientId);
    expect(await field('Discovery URL').inputValue()).toBe(right.discoveryUrl);
    expect(await field('Client Secret').inputValue()).toBe('');
    await later.fill('Client Secret', right.clientSecret);
    await later.press('Save and go on');
    expect(await later.test('Dill Harris')).toContain('It works');
  });
});

describe('new values of a connection that is switched on', () => {
  it('wait, go live by a passed test, and are compared with the old ones and taken back', async () => {
    const { id, redirectUri } = await connected();
    const admin = await theAdmin(`/settings/sso/${id}?step=enter_values`);
    const clientSecret = `Another~secret.${id}`;
    await registerClient(house, { clientId: `portico-${id}`, clientSecret, redirectUri });
    await admin.press('Replace');
    await admin.fill('Client Secret', clientSecret);
    await admin.page.getByRole('radio', { name: 'POST' }).check();
    await admin.press('Save as new values');
    await admin.see('Sign-ins go on with revision 1.');
    expect(await readConnection({ id })).toMatchObject({ revision: 1, pendingRevision: 2 });
    expect(await admin.test('Dill Harris')).toContain('It works');
    await admin.page.getByText('New values wait').waitFor({ state: 'detached' });
    expect(await readConnection({ id })).toMatchObject({ revision: 2, pendingRevision: null });

    await admin.page.getByRole('link', { name: 'Revisions' }).click();
    const compare = admin.page.getByRole('region', { name: 'Compare' });
    expect(await compare.getByRole('row', { name: /^Method/ }).innerText()).toMatch(/GET\s+POST/);
    expect(await compare.getByRole('row', { name: /^Client Secret/ }).innerText()).toContain('replaced');
    await admin.press('Restore revision 1');
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    await admin.see('Waits for a test');
    expect(await readConnection({ id })).toMatchObject({
      revision: 2,
      pendingRevision: 3,
      userinfoMethod: 'POST',
    });
  });
});

/** What an administrator does where the company's domain is looked after. */
const publish = (name: string, value: string): void => {
  const file = join(house.logs, '..', 'zone.json');
  const zone = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string[]>;
  writeFileSync(file, JSON.stringify({ ...zone, [name]: [...(zone[name] ?? []), value] }));
};

describe('a domain', () => {
  it('is claimed, published, proved, and then an address in it counts without the provider’s word', async () => {
    await closeEmptyCompany(api, company);
    company = await foundEmptyCompany(api, 'onelogin');
    const admin = await theAdmin();
    const { page } = admin;
    const right = await admin.createApplication('onelogin', await admin.beginSetUp('onelogin'));
    await enter(admin, right);
    expect(await admin.test('Dill Harris')).toContain('email_unverified');
    await page.getByRole('link', { name: 'Prove your e-mail domain' }).click();
    await admin.fill('Domain', 'initech.example');
    await admin.press('Add domain');
    await admin.press('Check now');
    await admin.see('The record of initech.example is not there yet.');
    const valueOf = async (label: string): Promise<string> =>
      await page.getByRole('textbox', { name: label, exact: true }).inputValue();
    publish(await valueOf('Name'), await valueOf('Value'));
    await admin.press('Check now');
    await page.getByText('initech.example is proved.').first().waitFor();
    await admin.see('Leave the record where it is');
    await untilBrokerKnows(api, company.tenant.id);

    await page.goBack();
    expect(await admin.test('Dill Harris')).toContain('It works');
    await admin.see('The test has passed');
    await page.goForward();

    await admin.press('Remove initech.example');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await admin.see('No domain yet');
  });
});

describe('users', () => {
  it('are invited by mail, deactivated, and never without an administrator', async () => {
    const admin = await theAdmin('/settings/users');
    const { page } = admin;
    const email = `boo@${company.tenant.slug}.example`;
    await admin.press('Add a user');
    await admin.fill('Name', 'Boo Radley');
    await admin.fill('E-mail address', email);
    await page.getByLabel('Mail a link to choose a password').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('Boo Radley was added, and the link was mailed.').first().waitFor();
    expect(linkIn((await waitForMails(house, email))[0]!)).toContain('http');

    await admin.press('Open Boo Radley');
    await admin.press('Deactivate');
    await page
      .getByRole('dialog', { name: 'Deactivate Boo Radley?' })
      .getByRole('button', { name: 'Deactivate' })
      .click();
    await page.getByText('Boo Radley was deactivated.').first().waitFor();
    await page.keyboard.press('Escape');

    await admin.press('Open Dill Harris');
    const drawer = page.getByRole('dialog', { name: 'User' });
    await drawer.getByText('Another administrator can deactivate you.').waitFor();
    await drawer.getByLabel('Administrator').uncheck();
    await drawer.getByRole('button', { name: 'Save changes' }).click();
    await drawer.getByText('This is the last administrator of the company.').waitFor();
  });

  it('come from a list of hundreds of lines, and each bad line is told by its number', async () => {
    const { slug } = company.tenant;
    const lines = Array.from({ length: 400 }, (_, place) => {
      const line = place + 1;
      const email = line === 99 ? 'nobody' : `person${line}@${slug}.example`;
      return `${email},${line === 299 ? '' : `Person ${line}`}`;
    });
    const admin = await theAdmin('/settings/users');
    const { page } = admin;
    await page.getByRole('link', { name: 'Import a list' }).click();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), admin.press(/^File/)]);
    const buffer = Buffer.from(['email,name', ...lines].join('\n'));
    await chooser.setFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
    await admin.press('Start the import');
    await admin.see('Done: 400 lines.');
    const refused = page.getByRole('region', { name: 'Refused lines' });
    const rows = await refused.getByRole('row').allInnerTexts();
    expect(rows.slice(1).map((row) => row.split('\t')[0])).toEqual(['99', '299']);
    await page.getByRole('link', { name: 'Users', exact: true }).click();
    await admin.see('399 active');
  });
});

describe('enforcing', () => {
  it('lets a person off by name, rehearses with that, and is lowered by one confirmed click', async () => {
    const connection = await connected();
    await api.addUser(company.tenant.id, { email: `boo@${company.tenant.slug}.example`, name: 'Boo Radley' });
    const admin = await theAdmin(`/settings/sso/${connection.id}/enforce`);
    const { page } = admin;
    await admin.press('Rehearse');
    const bar = page.getByRole('img', { name: /proven/ });
    await bar.waitFor();
    expect(await bar.getAttribute('aria-label')).toContain('0 exempt');
    await admin.press('Exempt somebody');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Who?').fill('boo');
    await page.getByRole('option', { name: /Boo Radley/ }).click();
    await dialog.getByLabel('Why?').fill('Has no account at the provider.');
    await dialog.getByRole('button', { name: 'Exempt' }).click();
    await page.getByText('Boo Radley is exempt.').first().waitFor();
    await admin.press('Rehearse');
    await page.getByRole('img', { name: /1 exempt/ }).waitFor();

    await api.setMode(connection, 'enforced');
    await page.reload();
    await admin.press('Stop enforcing');
    await dialog.getByRole('button', { name: 'Stop enforcing' }).click();
    await page.getByText('Keycloak is no longer enforced.').first().waitFor();
    expect(await readConnection(connection)).toMatchObject({ mode: 'enabled' });
  });
});

describe('a recovery sign-in while the provider is down', () => {
  it('lowers what is enforced, and is offered and allowed nothing else; every administrator is told', async () => {
    const connection = await connected();
    const other = await colleague();
    const before = await theAdmin(`/settings/sso/${connection.id}/enforce`);
    const [code = ''] = await before.makeRecoveryCodes();
    await api.setMode(connection, 'enforced');
    await untilBrokerKnows(api, company.tenant.id);
    const admin = await somebody();
    const { page } = admin;
    await whileIdpIs({ down: true }, house, async () => {
      await page.goto(`${dashboard}/sign-in?return=/settings/sso`);
      await page.getByRole('link', { name: 'Log in with SSO' }).click();
      await page.getByLabel('E-mail').fill(company.admin.email);
      await admin.press('Continue');
      await page.getByRole('link', { name: 'Use a recovery code' }).click();
      await page.getByLabel('E-mail').fill(company.admin.email);
      await page.getByLabel('Recovery code').fill(code);
      await page.getByRole('button').last().click();
      await page.getByRole('region', { name: 'You signed in by a recovery code' }).waitFor();
    });
    const menu = await page.getByRole('navigation').getByRole('link').allInnerTexts();
    expect(menu).toEqual(['Single Sign-on', 'History', 'Guides']);
    expect(await page.getByRole('button', { name: 'Set up Okta' }).count()).toBe(0);
    const users = `/api/identity/v1/tenants/${company.tenant.id}/users`;
    expect(await page.evaluate(async (url) => (await fetch(url)).status, users)).toBe(403);
    await page.getByRole('switch', { name: 'Enforce Keycloak' }).click({ force: true });
    await page.getByRole('dialog').getByRole('button', { name: 'Stop enforcing' }).click();
    await page.getByText('Keycloak is no longer enforced.').first().waitFor();
    expect(await page.getByRole('switch', { name: 'Enforce Keycloak' }).isDisabled()).toBe(true);
    expect(await ask(admin, 'PUT', `/connections/${connection.id}/mode`, { mode: 'enforced' })).toBe(403);
    for (const { email } of [company.admin, other.admin]) {
      const letters = (await waitForMails(house, email)).filter(({ text }) => text.includes('recovery'));
      expect(letters.some(({ text }) => text.includes(company.admin.email))).toBe(true);
    }
    await page.goto(`${dashboard}/settings/history`);
    await admin.see('You signed in by a recovery code.');
  });
});

/** Signs somebody of the platform in, by password and by the code of the demo's app. */
const ofPlatform = async (role: 'operator' | 'support'): Promise<Admin> => {
  const email = `${role}@portico.example`;
  const person = await somebody();
  const { page } = person;
  await page.goto(`${dashboard}/sign-in?return=/support`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(DEMO_PASSWORD);
  await person.press('Sign in');
  // Each code counts once, and another suite may have given the one of now.
  for (const steps of [0, 1, -1]) {
    if (new URL(page.url()).origin === dashboard) break;
    const secret = Secret.fromBase32(house.seeded.factors[email]!.secret);
    await page
      .getByLabel('Code')
      .fill(new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 }));
    await page.getByRole('button').first().click();
    await page
      .getByRole('alert')
      .or(page.getByRole('heading', { name: 'Support' }))
      .first()
      .waitFor();
  }
  await page.waitForURL(`${dashboard}/support`);
  return person;
};

describe('the platform’s own people', () => {
  it('mend a company’s single sign-on by a break-glass of two, and its history shows it', async () => {
    const connection = await connected();
    await api.setMode(connection, 'enforced');
    const support = await ofPlatform('support');
    const operator = await ofPlatform('operator');
    await operator.fill('Name or short name', company.tenant.slug);
    await operator.page.getByRole('link', { name: 'Maycomb' }).click();
    await operator.fill('Reason', 'Ticket 4711: the provider is gone for good.');
    await operator.press('Ask for it');
    await operator.see('You asked for it, so somebody else has to approve it.');
    expect(await operator.page.getByRole('button', { name: 'Switch Enforce off' }).count()).toBe(0);

    await support.page.goto(operator.page.url());
    await support.press('Approve');
    await support.page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await support.page.getByText('Open for half an hour.').first().waitFor();
    expect(await support.page.getByRole('button', { name: 'Switch Enforce off' }).count()).toBe(0);

    await operator.page.reload();
    await operator.press('Switch Enforce off');
    await operator.page.getByRole('dialog').getByRole('button', { name: 'Switch Enforce off' }).click();
    await operator.page.getByText('Done.').first().waitFor();
    expect(await readConnection(connection)).toMatchObject({ mode: 'enabled' });
    await operator.press('End it');
    await operator.page.getByText('Ended').first().waitFor();
    await untilBrokerKnows(api, company.tenant.id);

    const admin = await theAdmin('/settings/history');
    for (const line of [
      'asked for leave to mend single sign-on.',
      'agreed that an operator mends single sign-on for half an hour.',
      'changed Keycloak from “Enforced” to “Enabled”.',
      'ended that leave.',
      'looked at the settings.',
    ])
      await admin.see(line);
    await admin.see('Ticket 4711');
  });
});

describe('without a mouse', () => {
  it('values are entered from the Single Sign-on page on, and saved', async () => {
    const admin = await theAdmin();
    const { keyboard } = admin.page;
    const tabTo = async (target: Locator): Promise<void> => {
      await target.waitFor();
      for (let presses = 0; presses < 150; presses += 1) {
        if (await target.evaluate((element) => element === document.activeElement)) return;
        await keyboard.press('Tab');
      }
      throw new Error(`no Tab leads to ${String(target)}`);
    };
    const button = (name: string): Locator => admin.page.getByRole('button', { name });
    const type = async (label: string, value: string): Promise<void> => {
      await tabTo(admin.page.getByLabel(label, { exact: true }));
      await keyboard.type(value);
    };
    await tabTo(button('Set up Keycloak'));
    await keyboard.press('Enter');
    await button('I have created it').waitFor();
    const id = /[0-9a-f-]{36}/.exec(admin.page.url())?.[0] ?? '';
    const { redirectUri } = await readConnection({ id });
    const client = { clientId: `portico-${id}`, clientSecret: `Secret~of.${id}` };
    await registerClient(house, { ...client, redirectUri });
    await tabTo(button('I have created it'));
    await keyboard.press('Enter');
    await type('Client ID', client.clientId);
    await type('Client Secret', client.clientSecret);
    await type('Discovery URL', `<${simulator}/keycloak/realms/acme>`);
    await keyboard.press('Tab');
    await tabTo(button(`Use ${simulator}/keycloak/realms/acme`));
    await keyboard.press('Enter');
    await admin.see('Found it');
    await tabTo(button('Save and go on'));
    await keyboard.press('Enter');
    await admin.page.waitForURL(/step=test/);
    expect(await readConnection({ id })).toMatchObject({ revision: 1, clientId: client.clientId });
  });
});
