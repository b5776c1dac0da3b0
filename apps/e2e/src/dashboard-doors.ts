import type { ConnectionTest, TestStarted } from '@portico/contracts';
import type { ApiAnswer } from './api.js';
import { checkDescribed } from './described.js';
import { eventually } from './eventually.js';
import { house } from './house.js';
import { HttpBrowser, type Page } from './http-browser.js';

const { dashboard, broker, identity, ssoConfig } = house.addresses;
const SERVICES: Readonly<Record<string, string>> = { broker, identity, 'sso-config': ssoConfig };

/** What a request to one of the dashboard's doors carries. */
interface Sent {
  body?: unknown;
  headers?: Record<string, string>;
}

/** A person at the dashboard who asks its doors by hand what its pages would never ask: cookies, and no token. */
export class DashboardDoors {
  readonly browser = new HttpBrowser();

  /** Signs in by password. */
  static async open(email: string, password: string): Promise<DashboardDoors> {
    const doors = new DashboardDoors();
    const screen1 = await doors.browser.open(`${dashboard}/sign-in`);
    await doors.expectIn(await doors.browser.submitPassword(screen1, email, password));
    return doors;
  }

  /** Signs in by single sign-on, as the same person at the provider. */
  static async openWithSso(email: string): Promise<DashboardDoors> {
    const doors = new DashboardDoors();
    const { browser } = doors;
    const screen2 = await browser.chooseSso(await browser.open(`${dashboard}/sign-in`));
    const callback = await browser.idpLogin(await browser.submitEmail(screen2, email), email);
    await doors.expectIn(await browser.open(callback));
    return doors;
  }

  /** From a refused password to the form for a recovery code, and sends one; gives the page where it ends. */
  async sendRecoveryCode(email: string, password: string, code: string): Promise<Page> {
    const { browser } = this;
    const screen1 = await browser.open(`${dashboard}/sign-in`);
    const refused = await browser.submitPassword(screen1, email, password);
    const form = await browser.click(refused, 'Use a recovery code');
    return await browser.submit(form, '/recovery', { email, code });
  }

  /** One request from a page of the dashboard; the answer of a service is held against its document. */
  async ask<Body = Record<string, unknown>>(
    method: string,
    path: string,
    { body, headers = {} }: Sent = {},
  ): Promise<ApiAnswer<Body>> {
    const url = `${dashboard}/api/${path}`;
    const response = await fetch(url, {
      method,
      headers: {
        cookie: this.browser.cookies.headerFor(url),
        origin: dashboard,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    this.browser.cookies.take(url, response);
    const text = await response.text();
    const parsed = text ? (JSON.parse(text) as unknown) : undefined;
    const { status } = response;
    const [service = '', ...rest] = path.split('/');
    if (SERVICES[service] !== undefined)
      checkDescribed(`${SERVICES[service]}/${rest.join('/')}`, {
        method,
        status,
        contentType: response.headers.get('content-type'),
        body: parsed,
      });
    return { status, headers: response.headers, body: (parsed ?? null) as Body };
  }

  /** A request that must succeed; gives its body. */
  async get<Body>(method: string, path: string, sent?: Sent): Promise<Body> {
    const answer = await this.ask<Body>(method, path, sent);
    if (answer.status >= 300)
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** A whole test sign-in of a connection, as this person at the provider. */
  async test(tenantId: string, connectionId: string, email: string): Promise<ConnectionTest> {
    const tests = `broker/v1/tenants/${tenantId}/connections/${connectionId}/tests`;
    const { testId, testUrl } = await this.get<TestStarted>('POST', tests, { body: {} });
    const window = new HttpBrowser();
    await window.open(await window.idpLogin(await window.open(testUrl), email));
    let result: ConnectionTest | undefined;
    await eventually(async () => {
      result = await this.get<ConnectionTest>('GET', `${tests}/${testId}`);
      return result.status === 'succeeded' || result.status === 'refused';
    });
    return result!;
  }

  private async expectIn({ url, status }: Page): Promise<void> {
    const session = await this.ask<{ user: unknown }>('GET', 'session');
    if (!session.body.user) throw new Error(`nobody is signed in: ${url} (${status})`);
  }
}
