import type { Connection, Provider, Tenant, User } from '@portico/contracts';
import { DEMO_TENANTS } from '@portico/launcher';
import type { BrowserContext, Page } from 'playwright-core';
import { type Api, newSlug } from './api.js';
import { house } from './house.js';
import { registerClient } from './simulator.js';

const { broker, dashboard, simulator, ssoConfig } = house.addresses;

/** How the settings call each provider. */
export const CARDS: Readonly<Record<Provider, string>> = {
  google: 'Google',
  okta: 'Okta',
  onelogin: 'OneLogin',
  azure: 'Azure (Microsoft Entra ID)',
  keycloak: 'Keycloak',
  oidc: 'Another provider',
};

/** Where the demo has the provider's simulator, and whose people that knows. */
const demoOf = (provider: Provider): { people: string; issuer: string } => {
  for (const { slug, connections } of DEMO_TENANTS)
    for (const connection of connections)
      if (connection.provider === provider)
        return { people: slug, issuer: simulator + (connection.issuerPath ?? '') };
  throw new Error(`the demo has no ${provider}`);
};

/** An empty company whose one administrator the provider's simulator knows, and no demo tenant does. */
export interface NewCompany {
  provider: Provider;
  tenant: Tenant;
  admin: User;
  password: string;
}

/** A company as support hands it over: a name, an administrator, a password, and nothing else. */
export const foundEmptyCompany = async (api: Api, provider: Provider): Promise<NewCompany> => {
  const slug = newSlug();
  const tenant = await api.addTenant(slug, 'Maycomb');
  const { people } = demoOf(provider);
  const password = `portico-demo-${slug}`;
  const admin = await api.addUser(tenant.id, {
    email: `stranger@${people}.example`,
    name: 'Dill Harris',
    roles: ['tenant_admin', 'member'],
  });
  await api.call('PUT', `${api.usersUrl(tenant.id)}/${admin.id}/password`, { password });
  return { provider, tenant, admin, password };
};

/** Gives the provider's person back to the suites that want a stranger. */
export const closeEmptyCompany = async (api: Api, { tenant, admin }: NewCompany): Promise<void> => {
  const url = `${ssoConfig}/v1/tenants/${tenant.id}/sso`;
  const { connections } = await api.call<{ connections: Connection[] }>('GET', url);
  for (const connection of connections) await api.setMode(connection, 'off');
  // The last administrator of a company cannot leave it.
  await api.addUser(tenant.id, {
    email: `heir@${tenant.slug}.example`,
    name: 'Heir',
    roles: ['tenant_admin'],
  });
  // Not removed: what they did stays, for whoever checks the whole house afterwards.
  const email = `former@${tenant.slug}.example`;
  await api.changeUser(tenant.id, admin.id, { email, status: 'deactivated' });
};

/** A person at the dashboard, by what they see. */
export class Admin {
  constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
  ) {}

  /** By password, to a page of the settings. */
  async signIn({ admin, password }: NewCompany, path = '/settings/sso'): Promise<void> {
    await this.page.goto(`${dashboard}/sign-in?return=${encodeURIComponent(path)}`);
    await this.page.getByLabel('E-mail').fill(admin.email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.waitForURL(`${dashboard}${path}`);
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).click();
  }

  /** Fills a field and leaves it, as whoever goes on to the next one does. */
  async fill(label: string, value: string): Promise<void> {
    const field = this.page
      .getByRole('textbox', { name: label })
      .or(this.page.getByLabel(label, { exact: true }));
    await field.first().fill(value);
    await field.first().blur();
  }

  /** Waits until a text stands on the page; what a screen reader is told besides is the same. */
  async see(text: string): Promise<void> {
    await this.page.getByRole('main').getByText(text).first().waitFor();
  }

  /** From the card to step 1; gives the connection's id. */
  async beginSetUp(provider: Provider): Promise<string> {
    await this.press(`Set up ${CARDS[provider]}`);
    await this.page.waitForURL(/\/settings\/sso\/[0-9a-f-]{36}/);
    return /[0-9a-f-]{36}/.exec(new URL(this.page.url()).pathname)?.[0] ?? '';
  }

  /** What an admin does at the provider: an application with the redirect URI that step 1 shows. */
  async createApplication(
    provider: Provider,
    connectionId: string,
  ): Promise<{ clientId: string; clientSecret: string; discoveryUrl: string }> {
    const redirectUri = `${broker}/oauth2/idpresponse/${connectionId}`;
    const shown = this.page.getByRole('textbox', { name: /redirect ur[il]/i });
    if ((await shown.inputValue()) !== redirectUri) throw new Error('step 1 shows another redirect URI');
    const clientId = `portico-${connectionId}`;
    const clientSecret = `Secret~of.${connectionId}`;
    await registerClient(house, { clientId, clientSecret, redirectUri }, provider);
    await this.press('I have created it');
    return { clientId, clientSecret, discoveryUrl: demoOf(provider).issuer };
  }

  /** Signs in at the provider in the window that a test opens; gives what that window says in the end. */
  async test(person: string): Promise<string> {
    const [window] = await Promise.all([
      this.context.waitForEvent('page'),
      this.page.getByRole('button', { name: /^Test (?:sign-in|again)$/ }).click(),
    ]);
    const done = window.getByText('You can close this window.');
    const account = window.getByRole('button', { name: person });
    // A provider that knows the browser already does not ask again.
    await done.or(account).waitFor();
    if (await account.isVisible()) await account.click();
    await done.waitFor();
    const said = await window.getByRole('main').innerText();
    await window.close();
    return said;
  }

  /** Makes recovery codes and confirms one of them; gives them all. */
  async makeRecoveryCodes(): Promise<string[]> {
    await this.page.getByRole('link', { name: 'Make recovery codes' }).click();
    await this.press('Make codes');
    const items = this.page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await items.last().waitFor();
    const codes = (await items.allInnerTexts()).map((code) => code.trim());
    await this.fill('One of your recovery codes', codes[4] ?? '');
    await this.press('Confirm');
    await this.page.getByText('Your recovery codes work from now on.').first().waitFor();
    return codes;
  }
}
