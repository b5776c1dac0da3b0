import { jest } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Provider, type InteractionResults } from 'oidc-provider';
import { createApp } from './app.js';

const person = {
  sub: '0199d5a0-0000-7000-8000-000000000002',
  name: 'Scout <Finch>',
  email: 'scout@acme.example',
  tenant_id: '0199d5a0-0000-7000-8000-000000000001',
  external_id: 'acme-1042',
  connection_id: '0199d5a0-0000-7000-8000-000000000003',
};
let portico: Server;
let phone: Server;
let url: string;
let issuer: string;
/** What the stand-in for Portico does with the next sign-in. */
let outcome: InteractionResults = {};

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
};

/** An OpenID Provider with Portico's kind of client and claims, which lets everybody in without asking. */
function standIn(): express.Express {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'phone',
        token_endpoint_auth_method: 'none',
        redirect_uris: [`${url}/callback`],
        post_logout_redirect_uris: [`${url}/`],
      },
    ],
    claims: { openid: Object.keys(person), profile: ['name'], email: ['email'] },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => person }),
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['key-of-this-test'] },
    interactions: { url: (_ctx, { uid }) => `/enter/${uid}` },
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: 'phone', accountId: person.sub });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  const app = express();
  app.get('/enter/:uid', (request, response) => provider.interactionFinished(request, response, outcome));
  return app.use(provider.callback());
}

/** Follows redirects with cookies per host and port, as a browser would with names of their own. */
class Browser {
  readonly cookies = new Map<string, string>();

  async open(
    address: string,
    init: RequestInit = {},
  ): Promise<{ address: string; status: number; text: string }> {
    const response = await fetch(address, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', cookie: [...this.cookies].map((pair) => pair.join('=')).join('; ') },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    const next = response.headers.get('location');
    if (next) return await this.open(new URL(next, address).href);
    return { address, status: response.status, text: await response.text() };
  }
}

beforeAll(async () => {
  for (const level of ['error', 'warn', 'info'] as const)
    jest.spyOn(console, level).mockImplementation(() => {});
  portico = createServer();
  issuer = await listen(portico);
  phone = createServer();
  url = await listen(phone);
  phone.on('request', createApp({ issuer: new URL(issuer), url }));
});
beforeEach(() => {
  outcome = { login: { accountId: person.sub } };
});
afterAll(() => {
  for (const server of [portico, phone]) server.close().closeAllConnections();
});

describe('Phone', () => {
  it('explains that Portico cannot be reached, and signs in once it can', async () => {
    portico.once('request', (_request, response) => response.writeHead(503).end());
    const refused = await new Browser().open(`${url}/sign-in`);
    expect(refused).toMatchObject({
      status: 502,
      text: expect.stringContaining('Portico cannot be reached'),
    });

    portico.on('request', standIn());
    expect((await new Browser().open(`${url}/sign-in`)).text).toContain('You are signed in');
  });

  it("shows Portico's refusal in words", async () => {
    outcome = { error: 'access_denied', error_description: 'You have no account here yet.' };
    const refused = await new Browser().open(`${url}/sign-in`);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('You have no account here yet.');
    expect(refused.text).toContain('access_denied');
  });

  it('begins a sign-in for its own issuer alone, with the hint that came along', async () => {
    const refused = await new Browser().open(`${url}/sign-in?iss=https%3A%2F%2Fevil.example`);
    expect(refused).toMatchObject({ status: 400, text: expect.stringContaining('Somebody sent you here') });
    const begun = await fetch(`${url}/sign-in?iss=${encodeURIComponent(issuer)}&login_hint=scout`, {
      redirect: 'manual',
    });
    expect(new URL(begun.headers.get('location') ?? '').searchParams.get('login_hint')).toBe('scout');
  });

  it('refuses an answer in a browser that did not begin the sign-in', async () => {
    expect((await new Browser().open(`${url}/callback?code=x&state=y`)).text).toContain(
      'did not begin a sign-in',
    );
  });

  it('refuses an answer with another state, and everything after it in that sign-in', async () => {
    const browser = new Browser();
    await fetch(`${url}/sign-in`, { redirect: 'manual' }).then((response) => {
      const [, value = ''] = /phone_session=([^;]*)/.exec(response.headers.get('set-cookie') ?? '') ?? [];
      browser.cookies.set('phone_session', value);
    });
    const refused = await browser.open(`${url}/callback?code=x&state=y&iss=${encodeURIComponent(issuer)}`);
    expect(refused).toMatchObject({ status: 502, text: expect.stringContaining('You are not signed in') });
    expect((await browser.open(`${url}/callback?code=x&state=y`)).status).toBe(400);
  });

  it('shows who signed in and how, escaped, and forgets it at sign-out', async () => {
    const browser = new Browser();
    expect((await browser.open(url)).text).toContain('href="/sign-in"');
    const { text } = await browser.open(`${url}/sign-in`);
    expect(text).toContain('Hello, Scout &lt;Finch&gt;');
    for (const shown of [
      person.email,
      person.tenant_id,
      person.external_id,
      person.connection_id,
      person.sub,
    ]) {
      expect(text).toContain(shown);
    }
    const left = await browser.open(`${url}/sign-out`, { method: 'POST' });
    expect(left.address.startsWith(`${issuer}/session/end?`)).toBe(true);
    expect(new URL(left.address).searchParams.get('post_logout_redirect_uri')).toBe(`${url}/`);
    expect((await browser.open(url)).text).toContain('href="/sign-in"');
  });

  it('gives a signed-in browser a session name that was not known before', async () => {
    const begun = await fetch(`${url}/sign-in`, { redirect: 'manual' });
    const before = /phone_session=([^;]*)/.exec(begun.headers.get('set-cookie') ?? '')?.[1];
    const browser = new Browser();
    browser.cookies.set('phone_session', before ?? '');
    await browser.open(begun.headers.get('location') ?? '');
    expect(browser.cookies.get('phone_session')).toBeDefined();
    expect(browser.cookies.get('phone_session')).not.toBe(before);
  });
});
