import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { CreateApplication as WantedApplication } from '@portico/contracts';
import { freePort } from '@portico/testing';
import { CreateApplication } from '../applications/create-application.js';
import { type BrokerHouse, startBrokerHouse } from '../broker-house.fixture.js';
import { type Listener, startListener } from '../logouts/listener.fixture.js';
import { type Answer, PageBrowser } from '../page-browser.fixture.js';

/** The provider under test is behind a proxy that ends TLS, as in a deployment: the issuer is https. */
const ISSUER = 'https://sso.example.com';
/** The suite's own addresses. */
const SUITE = 'https://suite.example.com/test/a/portico';
export const CALLBACK = `${SUITE}/callback`;
export const POST_LOGOUT = `${SUITE}/post_logout_redirect`;

const PASSWORD = 'mockingbird-1960';

/** A client as the suite is configured with it. */
export interface Client {
  id: string;
  secret: string;
  auth: 'basic' | 'post';
}

/** The provider under test, as it describes itself, and the suite's clients at it. */
export interface Op {
  house: BrokerHouse;
  issuer: string;
  metadata: Record<string, unknown>;
  discovery: Answer;
  email: string;
  client: Client;
  client2: Client;
  clientPost: Client;
  clientRs256: Client;
  /** Registered with two redirect URIs, each with parameters. */
  clientQuery: Client;
  /** A client that wants to be told of the end of a session, and what it is told next. */
  backchannel: { client: Client; received: () => Promise<URLSearchParams | undefined> };
  /** A browser of somebody who has never been here. */
  browser: () => PageBrowser;
  /** Where a request goes for an address of the provider. */
  local: (address: string) => string;
  /** Types the password at the page, and goes on. */
  typePassword: (browser: PageBrowser, path: string) => Promise<Answer>;
  stop: () => Promise<void>;
}

type Wishes = Partial<{
  tokenAuth: 'basic' | 'post';
  idTokenAlg: 'ES256' | 'RS256';
  backchannelLogoutUri: string;
  redirectUris: string[];
}>;

const TOLD_WITHIN_MS = 5000;

/** The next form that the suite's own server gets. */
const nextForm = async ({ requests }: Listener): Promise<URLSearchParams | undefined> => {
  const until = Date.now() + TOLD_WITHIN_MS;
  while (requests.length === 0 && Date.now() < until) await wait(20);
  const form = requests.shift();
  return form && new URLSearchParams(form.body);
};

const register = async (house: BrokerHouse, id: string, wishes: Wishes = {}): Promise<Client> => {
  const { clientSecret } = await house.app.get(CreateApplication).run(
    WantedApplication.parse({
      id,
      kind: 'confidential',
      name: 'Conformance suite',
      redirectUris: [CALLBACK],
      postLogoutRedirectUris: [POST_LOGOUT],
      ...wishes,
    }),
  );
  return { id, secret: clientSecret ?? '', auth: wishes.tokenAuth ?? 'basic' };
};

/** A Portico of its own, with one user and the clients of a static registration. */
export const startOp = async (): Promise<Op> => {
  const port = await freePort();
  const listener = await startListener();
  const house = await startBrokerHouse({
    PORT: port,
    PORTICO_PUBLIC_URL: ISSUER,
    PORTICO_APPLICATION_ALLOW: [listener.url],
  });
  const { tenantId } = await house.addTenant();
  const email = 'scout@example.com';
  house.people.add(tenantId, email, PASSWORD);
  const origin = `http://127.0.0.1:${String(port)}`;
  const browser = (): PageBrowser =>
    new PageBrowser(
      origin,
      `2001:db8:${randomBytes(2).toString('hex')}:${randomBytes(2).toString('hex')}::1`,
    );
  const discovery = await browser().get('/.well-known/openid-configuration');
  return {
    house,
    issuer: ISSUER,
    metadata: JSON.parse(discovery.html) as Record<string, unknown>,
    discovery,
    email,
    client: await register(house, 'suite'),
    client2: await register(house, 'suite-2'),
    clientPost: await register(house, 'suite-post', { tokenAuth: 'post' }),
    clientRs256: await register(house, 'suite-rs256', { idTokenAlg: 'RS256' }),
    clientQuery: await register(house, 'suite-query', {
      redirectUris: [`${CALLBACK}?foo=bar`, `${CALLBACK}?dummy1=lorem&dummy2=ipsum`],
    }),
    browser,
    local: (address) => {
      const { pathname, search } = new URL(address, ISSUER);
      return `${origin}${pathname}${search}`;
    },
    typePassword: async (at, path) => await at.post(`${path}/password`, { email, password: PASSWORD }),
    backchannel: {
      client: await register(house, 'suite-told', {
        backchannelLogoutUri: `${listener.url}/backchannel_logout`,
      }),
      received: async () => await nextForm(listener),
    },
    stop: async () => {
      await house.stop();
      await listener.close();
    },
  };
};
