import { request as httpRequest } from 'node:http';
import { expectFailurePage } from './expect-refusal.js';
import { house } from './house.js';
import { nextOf, HttpBrowser } from './http-browser.js';
import { TestApplication, type Overrides } from './test-application.js';
import { countTraces } from './traces.js';

const email = 'admin@acme.example';
const { phone, broker, dashboard } = house.addresses;
describe('O01 a redirect URI that was not registered is refused on a page that leads nowhere', () => {
  const callback = `${phone}/callback`;
  it.each([
    ['another host', 'https://attacker.example/callback'],
    ['a suffix', `${callback}/more`],
    ['an added query', `${callback}?next=/`],
    ['another case', callback.replace('localhost', 'LOCALHOST')],
    ['somebody before the host', callback.replace('localhost', 'attacker@localhost')],
    ['a way back in the path', `${phone}/x/..%2fcallback`],
    ['a fragment', `${callback}#x`],
    ['another address of this machine', callback.replace('localhost', '127.0.0.1')],
  ])('%s', async (_, redirectUri) => {
    const before = await countTraces(house);
    const page = await new HttpBrowser().get(
      new TestApplication(house).authorizationUrl({ redirect_uri: redirectUri }),
    );
    expectFailurePage(page, 'application_request_invalid');
    expect(nextOf(page)).toBeUndefined();
    expect(page.html).not.toContain('attacker.example');
    expect(await countTraces(house)).toEqual(before);
  });

  it('and so is an application that nobody has registered', async () => {
    const page = await new HttpBrowser().get(new TestApplication(house, 'nobodys').authorizationUrl());
    expectFailurePage(page, 'application_request_invalid');
    expect(nextOf(page)).toBeUndefined();
  });
});

describe('the application is told of', () => {
  it.each<[string, Overrides, string]>([
    [
      'O07 a missing PKCE challenge',
      { code_challenge: undefined, code_challenge_method: undefined },
      'invalid_request',
    ],
    ['O07 a PKCE challenge in plain text', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['nobody signed in, where nobody may be asked', { prompt: 'none' }, 'login_required'],
  ])('%s', async (_, overrides, error) => {
    const application = new TestApplication(house);
    const page = await new HttpBrowser().open(application.authorizationUrl(overrides), application.isAnswer);
    const next = new URL(nextOf(page) ?? '');
    const answer = new URLSearchParams(next.hash.slice(1) || next.search);
    expect(next.href.startsWith(application.redirectUri)).toBe(true);
    expect(Object.fromEntries(answer)).toMatchObject({ error, state: application.state, iss: broker });
  });
});

describe('the token endpoint refuses', () => {
  it('O02 a code that is used twice, and with it the tokens of the first use', async () => {
    const application = new TestApplication(house);
    const code = await application.signIn(email);
    const { body } = await application.redeem(code);
    const token = body.access_token ?? '';
    expect((await application.userinfo(token)).status).toBe(200);
    expect(await application.redeem(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await application.userinfo(token)).status).toBe(401);
  });

  it('O03 nineteen of twenty uses of one code at once', async () => {
    const application = new TestApplication(house);
    const code = await application.signIn(email);
    const answers = await Promise.all(Array.from({ length: 20 }, async () => await application.redeem(code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200))
      expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_grant' });
  });

  it.each<[string, Overrides]>([
    ['O07 a code without its verifier', { code_verifier: undefined }],
    ['O07 a code with another verifier', { code_verifier: 'a'.repeat(43) }],
    ['a code at another redirect URI', { redirect_uri: `${phone}/other` }],
    ['O08 the code of another application', { client_id: 'dashboard' }],
    ['a code that nobody has issued', { code: 'a'.repeat(43) }],
  ])('%s', async (_, overrides) => {
    const application = new TestApplication(house);
    const { status, body } = await application.redeem(await application.signIn(email), overrides);
    expect({ status, error: body.error }).toEqual(
      overrides['client_id']
        ? { status: 401, error: 'invalid_client' }
        : { status: 400, error: 'invalid_grant' },
    );
    expect(body.access_token).toBeUndefined();
  });
});

describe('B11 a request for another host is refused', () => {
  const withHost = (
    url: string,
    headers: Record<string, string>,
  ): Promise<{ status?: number; text: string }> =>
    new Promise((resolve, reject) => {
      const sent = httpRequest(url, { headers }, (response) => {
        void response.toArray().then((chunks) => {
          resolve({ status: response.statusCode, text: Buffer.concat(chunks as Buffer[]).toString() });
        }, reject);
      });
      sent.on('error', reject).end();
    });

  it.each([
    ['by the broker', `${broker}/.well-known/openid-configuration`],
    ['by the broker at its screens', `${broker}/login/x`],
    ['by the dashboard', `${dashboard}/`],
  ])('%s', async (_, url) => {
    const { status, text } = await withHost(url, { host: 'attacker.example' });
    expect(status).toBe(421);
    expect(text).not.toContain('attacker.example');
  });

  it('also where a proxy is said to have forwarded it', async () => {
    const url = `${broker}/.well-known/openid-configuration`;
    const forwarded = await withHost(url, { 'x-forwarded-host': 'attacker.example' });
    expect(forwarded.status).toBe(421);
    const pinned = await withHost(url, { 'x-forwarded-proto': 'https', forwarded: 'host=attacker.example' });
    expect(JSON.parse(pinned.text)).toMatchObject({
      issuer: broker,
      token_endpoint: `${broker}/oauth2/token`,
    });
  });
});

describe('B10 signing out', () => {
  it.each(['https://attacker.example/', '//attacker.example', 'javascript:alert(1)', `${phone}/other`])(
    'does not lead to %s',
    async (target) => {
      const browser = new HttpBrowser();
      const url = new URL(`${broker}/logout`);
      url.searchParams.set('client_id', 'phone');
      url.searchParams.set('post_logout_redirect_uri', target);
      const page = await browser.get(url.href);
      expectFailurePage(page, 'application_request_invalid');
      expect(nextOf(page)).toBeUndefined();
    },
  );
});
