import { createHash } from 'node:crypto';
import { CreateApplication as WantedApplication, type TenantSettings } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { type BrokerHouse, CODE_VERIFIER, REDIRECT_URI } from './broker-house.fixture.js';
import { CreateApplication } from './applications/create-application.js';
import type { PageBrowser } from './page-browser.fixture.js';
import type { Person } from './people.fixture.js';

const PASSWORD = 'mockingbird-1960';

/** What the broker answers an application. */
export interface ClientAnswer {
  status: number;
  headers: Headers;
  body: Record<string, string | undefined>;
}

/** Somebody who has just signed in to an application. */
export interface SignedIn {
  tenant: TenantSettings;
  person: Person;
  browser: PageBrowser;
  sessionId: string;
  code: string;
}

type Fields = Record<string, string | undefined>;

/** A registered application, as it speaks to the broker. */
export class TestClient {
  constructor(
    private readonly house: BrokerHouse,
    readonly id: string,
    readonly secret: string | null = null,
    readonly redirectUri = REDIRECT_URI,
  ) {}

  static async register(house: BrokerHouse, wanted: Record<string, unknown> = {}): Promise<TestClient> {
    const id = `app-${newId()}`;
    const isMachine = wanted['kind'] === 'machine';
    const { clientSecret, redirectUris } = await house.app.get(CreateApplication).run(
      WantedApplication.parse({
        id,
        kind: 'confidential',
        name: 'Switchboard',
        ...(!isMachine && { redirectUris: [REDIRECT_URI] }),
        ...wanted,
      }),
    );
    return new TestClient(house, id, clientSecret, redirectUris[0]);
  }

  authorizePath(overrides: Fields = {}): string {
    const fields = {
      client_id: this.id,
      redirect_uri: this.redirectUri,
      response_type: 'code',
      scope: 'openid profile email',
      state: 'state-of-the-application',
      code_challenge: createHash('sha256').update(CODE_VERIFIER).digest('base64url'),
      code_challenge_method: 'S256',
      ...overrides,
    };
    return `/oauth2/authorize?${new URLSearchParams(given(fields)).toString()}`;
  }

  /** Signs somebody of a new tenant in with a password. */
  async signIn(overrides: Fields = {}): Promise<SignedIn> {
    const tenant = await this.house.addTenant();
    const email = `scout-${newId()}@example.com`;
    const person = this.house.people.add(tenant.tenantId, email, PASSWORD);
    const browser = this.house.browser();
    const sent = await browser.get(this.authorizePath(overrides));
    const path = new URL(sent.headers.get('location') ?? '', 'http://localhost').pathname;
    await browser.get(path);
    const { headers } = await browser.post(`${path}/password`, { email, password: PASSWORD });
    const onward = new URL(headers.get('refresh')?.split('url=')[1] ?? '');
    const back = await browser.get(`${onward.pathname}${onward.search}`);
    const [session] = await this.house.database.sql<{ uid: string }>(
      `SELECT uid FROM provider_artifact WHERE kind = 'Session' AND payload->>'accountId' = $1`,
      [person.user.userId],
    );
    return { tenant, person, browser, sessionId: session?.uid ?? '', code: codeIn(back.headers) };
  }

  /** Where the broker sends a browser that asks for authorization. */
  async authorize(browser: PageBrowser, overrides: Fields = {}): Promise<URL> {
    const { headers } = await browser.get(this.authorizePath(overrides));
    return new URL(headers.get('location') ?? '', 'http://localhost');
  }

  async redeem(code: string, overrides: Fields = {}): Promise<ClientAnswer> {
    return await this.ask('/oauth2/token', {
      grant_type: 'authorization_code',
      redirect_uri: this.redirectUri,
      code_verifier: CODE_VERIFIER,
      code,
      ...overrides,
    });
  }

  async refresh(token: string | undefined, overrides: Fields = {}): Promise<ClientAnswer> {
    return await this.ask('/oauth2/token', {
      grant_type: 'refresh_token',
      refresh_token: token,
      ...overrides,
    });
  }

  /** A POST with the application's own proof of who it is. */
  async ask(path: string, fields: Fields, headers: Record<string, string> = {}): Promise<ClientAnswer> {
    const { id, secret } = this;
    if (secret === null) return await this.send(path, { client_id: id, ...fields }, headers);
    return await this.send(path, fields, { authorization: `Basic ${btoa(`${id}:${secret}`)}`, ...headers });
  }

  /** A POST with nothing but what is given. */
  async send(path: string, fields: Fields, headers: Record<string, string> = {}): Promise<ClientAnswer> {
    const response = await fetch(new URL(path, this.house.address), {
      method: 'POST',
      headers,
      body: new URLSearchParams(given(fields)),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text.startsWith('{') ? (JSON.parse(text) as Record<string, string>) : {},
    };
  }

  async userinfo(token: string | undefined): Promise<ClientAnswer> {
    return await this.send('/oauth2/userInfo', {}, { authorization: `Bearer ${token ?? ''}` });
  }
}

const codeIn = (headers: Headers): string =>
  new URL(headers.get('location') ?? '', 'http://localhost').searchParams.get('code') ?? '';

const given = (fields: Fields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
  );
