import { jest } from '@jest/globals';
import { newId } from '@portico/service-kit';
import { type BrokerHouse, startBrokerHouse } from '../broker-house.fixture.js';
import { TestClient } from '../client.fixture.js';
import type { PageBrowser } from '../page-browser.fixture.js';

jest.setTimeout(60_000);

const KINDS = [
  'code',
  'access token',
  'refresh token',
  'request URI',
  'interaction',
  'password link',
  'session of the browser',
  'id of the session',
] as const;
type Kind = (typeof KINDS)[number];

/** Whether a door took what it was shown. */
type Door = (value: string) => Promise<boolean>;

let house: BrokerHouse;
let client: TestClient;
let browser: PageBrowser;
let values: Record<Kind, string>;

const REQUEST_URI = 'urn:ietf:params:oauth:request_uri:';
const leadsOn = (headers: Headers): boolean => (headers.get('location') ?? '').includes('code=');
/** Too short for a password, so that a link that is taken is not used up. */
const form = (token: string): Record<string, string> => ({ token, password: 'short' });

const doors: Record<string, { takes?: Kind; door: Door }> = {
  'the token endpoint, as a code': {
    takes: 'code',
    door: async (value) => (await client.redeem(value)).status === 200,
  },
  'the token endpoint, as a refresh token': {
    takes: 'refresh token',
    door: async (value) => (await client.refresh(value)).status === 200,
  },
  userinfo: { takes: 'access token', door: async (value) => (await client.userinfo(value)).status === 200 },
  'introspection, as an access token': {
    takes: 'access token',
    door: async (token) =>
      (await client.ask('/oauth2/introspect', { token, token_type_hint: 'access_token' })).body[
        'token_type'
      ] !== undefined,
  },
  'the authorization endpoint, as a pushed request': {
    takes: 'request URI',
    door: async (value) => {
      const fields = { client_id: client.id, request_uri: `${REQUEST_URI}${value}` };
      return leadsOn(
        (await browser.get(`/oauth2/authorize?${new URLSearchParams(fields).toString()}`)).headers,
      );
    },
  },
  'the sign-in page': {
    takes: 'interaction',
    door: async (value) => (await browser.get(`/login/${value}`)).status === 200,
  },
  'the way back from a sign-in': {
    door: async (value) => leadsOn((await browser.get(`/oauth2/authorize/${value}`)).headers),
  },
  'the page of a mailed link': {
    takes: 'password link',
    door: async (token) => (await browser.get(`/password?token=${token}`)).status === 200,
  },
  'the form of a mailed link': {
    takes: 'password link',
    door: async (token) => (await browser.post('/password', form(token))).html.includes('name="token"'),
  },
  'the way back from an identity provider': {
    door: async (value) => {
      const answer = new URLSearchParams({ state: value, code: value }).toString();
      const { status } = await browser.get(`/oauth2/idpresponse/${newId()}?${answer}`);
      return status < 400;
    },
  },
  'a mailbox proof': {
    door: async (value) => (await browser.get(`/login/${values.interaction}/mailbox/${value}`)).status < 400,
  },
  'the APIs': {
    door: async (value) => {
      const headers = { authorization: `Bearer ${value}` };
      return (await fetch(new URL('/v1/applications', house.address), { headers })).status < 400;
    },
  },
  'a session cookie': {
    door: async (value) => {
      const other = house.browser();
      other.cookies.set('portico_session', { value, path: '/' });
      return leadsOn((await other.get(client.authorizePath())).headers);
    },
  },
};

beforeAll(async () => {
  house = await startBrokerHouse({ PORTICO_THROTTLE_FACTOR: 1000 });
  client = await TestClient.register(house);
  const signedIn = await client.signIn();
  browser = signedIn.browser;
  const { body } = await client.redeem(signedIn.code);
  const fields = Object.fromEntries(new URL(client.authorizePath(), house.address).searchParams);
  const pushed = await client.ask('/oauth2/par', fields);
  const [session] = await house.database.sql<{ id: string }>(
    `SELECT id FROM provider_artifact WHERE kind = 'Session' AND uid = $1`,
    [signedIn.sessionId],
  );
  const prompted = await client.authorize(browser, { prompt: 'login' });
  const secret = 'm'.repeat(43);
  house.people.mails.push({ user: signedIn.person.user, secret });
  values = {
    code: (await client.authorize(browser)).searchParams.get('code') ?? '',
    'access token': body['access_token'] ?? '',
    'refresh token': body['refresh_token'] ?? '',
    'request URI': (pushed.body['request_uri'] ?? '').slice(REQUEST_URI.length),
    interaction: prompted.pathname.split('/').at(-1) ?? '',
    'password link': secret,
    'session of the browser': session?.id ?? '',
    'id of the session': signedIn.sessionId,
  };
});
afterAll(async () => {
  await house.stop();
});

describe('B16 what was issued for one purpose is refused for every other', () => {
  it.each(KINDS)('%s', async (kind) => {
    expect(values[kind].length).toBeGreaterThan(20);
    for (const [name, { takes, door }] of Object.entries(doors)) {
      if (takes === kind) continue;
      expect({ name, taken: await door(values[kind]) }).toEqual({ name, taken: false });
    }
  });

  it('and none of that has used anything up', async () => {
    for (const [name, { takes, door }] of Object.entries(doors).reverse())
      if (takes) expect({ name, taken: await door(values[takes]) }).toEqual({ name, taken: true });
  });
});
