import { createHash, randomBytes } from 'node:crypto';
import { API_AUDIENCE } from '@portico/contracts';
import type { HouseDescription } from '@portico/launcher';
import { HttpBrowser, nextOf, type Page } from './http-browser.js';

type House = Pick<HouseDescription, 'addresses'>;

/** What an authorization request says besides the application's own parameters; undefined leaves one out. */
export type Overrides = Record<string, string | undefined>;

/** What the token endpoint answers (RFC 6749 §5.1, §5.2). */
export interface TokenAnswer {
  status: number;
  body: { access_token?: string; id_token?: string; refresh_token?: string; error?: string };
}

/**
 * Phone's place taken by a test: its requests by hand, so that they can be wrong, and its answers before Phone gets
 * them. Any public application that is registered will do.
 */
export class TestApplication {
  readonly verifier = randomBytes(32).toString('base64url');
  readonly state = randomBytes(16).toString('base64url');

  constructor(
    private readonly house: House,
    readonly clientId = 'phone',
    readonly redirectUri = `${house.addresses.phone}/callback`,
    private readonly scope = 'openid profile email',
  ) {}

  /** An authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3). */
  authorizationUrl(overrides: Overrides = {}): string {
    const parameters: Overrides = {
      client_id: this.clientId,
      redirect_uri: this.redirectUri,
      response_type: 'code',
      scope: this.scope,
      state: this.state,
      nonce: randomBytes(16).toString('base64url'),
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...overrides,
    };
    const url = new URL(`${this.house.addresses.broker}/oauth2/authorize`);
    for (const [name, value] of Object.entries(parameters))
      if (value !== undefined) url.searchParams.set(name, value);
    return url.href;
  }

  /** Whether a page would go on to this application. */
  readonly isAnswer = (url: URL): boolean => url.href.startsWith(this.redirectUri);

  /** What Portico sends to the application at the end of a page's redirects. */
  readAnswer(page: Page): URLSearchParams {
    const next = nextOf(page);
    if (!next || !this.isAnswer(new URL(next)))
      throw new Error(`${page.url} does not lead to the application`);
    return new URL(next).searchParams;
  }

  /** Signs in by password; gives the authorization code. */
  async signIn(email: string, overrides?: Overrides, browser = new HttpBrowser()): Promise<string> {
    const screen1 = await browser.open(this.authorizationUrl(overrides), this.isAnswer);
    const answered = nextOf(screen1)
      ? screen1
      : await browser.submit(screen1, '/password', { email, password: 'portico-demo' }, this.isAnswer);
    return this.readAnswer(answered).get('code') ?? '';
  }

  /** Exchanges a code (RFC 6749 §4.1.3). */
  async redeem(code: string, overrides: Overrides = {}): Promise<TokenAnswer> {
    const parameters: Overrides = {
      grant_type: 'authorization_code',
      client_id: this.clientId,
      redirect_uri: this.redirectUri,
      code,
      code_verifier: this.verifier,
      ...overrides,
    };
    return await this.askForTokens(parameters);
  }

  /** Uses a refresh token (RFC 6749 §6). */
  async refresh(token: string): Promise<TokenAnswer> {
    return await this.askForTokens({
      grant_type: 'refresh_token',
      client_id: this.clientId,
      refresh_token: token,
    });
  }

  private async askForTokens(parameters: Overrides): Promise<TokenAnswer> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) body.set(name, value);
    const response = await fetch(`${this.house.addresses.broker}/oauth2/token`, { method: 'POST', body });
    return { status: response.status, body: (await response.json()) as TokenAnswer['body'] };
  }

  /** A user's access token for the `/v1` APIs, with the scopes of this application. */
  async apiToken(email: string): Promise<string> {
    const resource = { resource: API_AUDIENCE };
    const { status, body } = await this.redeem(await this.signIn(email, resource), resource);
    if (!body.access_token) throw new Error(`no token: ${status} ${body.error ?? ''}`);
    return body.access_token;
  }

  /** What userinfo says to a bearer. */
  async userinfo(token: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${this.house.addresses.broker}/oauth2/userInfo`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
}
