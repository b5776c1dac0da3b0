import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { migrateDatabase, readEnvironment } from '@portico/service-kit';
import { freePort, type HostileIdp, startHostileIdp, startPostgresDatabase } from '@portico/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import express from 'express';
import helmet from 'helmet';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { AppModule } from './app.module.js';
import { Environment } from './env.js';
import { migrationsFor } from './migrations/index.js';
import { mountForward } from './forward/mount-forward.js';
import { mountPages } from './pages/mount-pages.js';

export const TENANT_ID = '0199d5a0-0000-7000-8000-000000000001';
const USER_ID = '0199d5a0-0000-7000-8000-000000000002';

/** The dashboard on a database of its own; broker and API are played by the test. */
export interface DashboardHouse {
  url: string;
  app: NestExpressApplication;
  environment: Environment;
  broker: HostileIdp;
  /** What the API answers, and the tokens that it was asked with. */
  api: PlayedApi;
  /** A browser that has signed in. */
  signIn: () => Promise<TestBrowser>;
  /** Another process of the same dashboard. */
  startReplica: () => Promise<NestExpressApplication>;
  /** Honest broker, answering API. */
  reset: () => void;
  stop: () => Promise<void>;
}

export const startDashboardHouse = async (): Promise<DashboardHouse> => {
  const database = await startPostgresDatabase();
  await migrateDatabase(database.ownerUrl, migrationsFor(database.runtimeRole));
  const broker = await startHostileIdp('dashboard');
  const becomeHonest = await thePortico(broker);
  const api: PlayedApi = { status: 200, name: 'Acme', tokens: [], requests: [], links: new Set(), ended: [] };
  const { apiUrl, stopApi } = await startApi(api);
  const url = `http://localhost:${String(await freePort())}`;
  const environment = readEnvironment(Environment, {
    PORT: new URL(url).port,
    PORTICO_PUBLIC_URL: broker.issuer,
    LOG_LEVEL: 'silent',
    DATABASE_URL: database.runtimeUrl,
    PORTICO_DASHBOARD_URL: url,
    PORTICO_CLIENT_ID: 'dashboard',
    PORTICO_CLIENT_SECRET: 'dashboard-secret',
    PORTICO_BROKER_URL: apiUrl,
    PORTICO_SSO_CONFIG_URL: apiUrl,
    PORTICO_IDENTITY_URL: apiUrl,
    PORTICO_SUPPORT_URL: 'mailto:support@portico.example',
    PORTICO_COOKIE_KEYS: JSON.stringify([randomBytes(32).toString('base64url')]),
  });
  const apps = [await startApp(environment)];
  const startReplica = async (): Promise<NestExpressApplication> => {
    const replica = await startApp({ ...environment, PORT: await freePort() });
    apps.push(replica);
    return replica;
  };
  const reset = (): void => {
    becomeHonest();
    Object.assign(api, {
      status: 200,
      name: 'Acme',
      tokens: [],
      requests: [],
      links: new Set(),
      answer: undefined,
    });
  };
  reset();
  const stop = async (): Promise<void> => {
    for (const replica of apps) await replica.close();
    await broker.close();
    await stopApi();
    await database.drop();
  };
  const signIn = async (): Promise<TestBrowser> => {
    const browser = new TestBrowser(url);
    const { location } = await browser.open('/sign-in');
    await browser.open(`/sign-in/callback?${broker.authorize(location).toString()}`);
    return browser;
  };
  return { url, app: apps[0]!, environment, broker, api, signIn, startReplica, reset, stop };
};

/** A request as the services got it. */
export interface ApiRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

interface PlayedApi {
  status: number;
  /** The tenant's. */
  name: string;
  tokens: string[];
  /** All but those of the dashboard for itself. */
  requests: ApiRequest[];
  /** Secrets of set-up links that may still be opened. */
  links: Set<string>;
  /** Whose sessions were ended. */
  ended: string[];
  /** What the services answer instead. */
  answer?: (request: IncomingMessage, response: ServerResponse) => void;
}

/** What sso-config answers to the secret of a link. */
export const SET_UP_SESSION = {
  accessToken: 'set-up.secret',
  expiresAt: new Date(Date.now() + 3600_000).toISOString(),
  tenant: { id: TENANT_ID, name: 'Acme' },
  connection: { id: '0199d5a0-0000-7000-8000-000000000003', provider: 'okta', name: 'Okta' },
};

/** Makes the test IdP look like Portico: ES256, an end of the session, Portico's claims. */
const thePortico = async (idp: HostileIdp): Promise<() => void> => {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const key = { ...(await exportJWK(publicKey)), kid: 'portico', alg: 'ES256' };
  return () => {
    idp.reset();
    idp.refreshTokens = new Set();
    idp.person = {
      sub: USER_ID,
      tenant_id: TENANT_ID,
      name: 'Scout Finch',
      email: 'scout@acme.example',
      roles: ['tenant_admin'],
    };
    idp.lies.discovery = (honest) => ({
      ...honest,
      body: { ...honest.body, end_session_endpoint: `${idp.issuer}/logout` },
    });
    idp.lies.jwks = (honest) => ({ ...honest, body: { keys: [key] } });
    idp.sign = ({ claims }) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'portico' }).sign(privateKey);
  };
};

const startApi = async (api: PlayedApi): Promise<{ apiUrl: string; stopApi: () => Promise<void> }> => {
  const server = express()
    .use((request, response, next) => {
      api.tokens.push(request.get('authorization') ?? '');
      if (api.answer && request.get('accept') !== 'application/json') api.answer(request, response);
      else next();
    })
    .use(express.text({ type: () => true }), (request, _response, next) => {
      const { method, url, headers } = request;
      if (request.get('accept') !== 'application/json')
        api.requests.push({
          method,
          url,
          headers,
          body: typeof request.body === 'string' ? request.body : '',
        });
      next();
    })
    .post('/v1/set-up-links/openings', (request, response) => {
      const { token } = JSON.parse(String(request.body)) as { token: string };
      const problem = { type: 'x', title: 'x', status: 400, detail: 'x', traceId: '' };
      if (!api.links.delete(token)) response.status(400).json({ ...problem, code: 'set_up_link_invalid' });
      else response.status(201).json(SET_UP_SESSION);
    })
    .delete('/v1/tenants/:tenantId/own-sessions', (request, response) => {
      if (api.status === 200) api.ended.push(request.path);
      response.status(api.status).json({ ended: 1 });
    })
    .all('/v1/tenants/:tenantId{/*path}', (request, response) => {
      const matching = { policy: 'match_only', mailboxProof: false };
      const settings = { settingsVersion: 1, matching, unlistedProvider: false };
      const tenant = { slug: 'acme', name: api.name, status: 'active', ...settings };
      response
        .status(api.status)
        .json({ id: request.params.tenantId, ...tenant, createdAt: new Date().toISOString() });
    })
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${String(port)}`,
    stopApi: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const startApp = async (environment: Environment): Promise<NestExpressApplication> => {
  const module = await Test.createTestingModule({ imports: [AppModule.with(environment)] }).compile();
  const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false });
  app.useLogger(false);
  app.use(helmet());
  mountPages(app, environment);
  mountForward(app);
  app.use(express.json(), express.urlencoded({ extended: false }));
  await app.listen(environment.PORT);
  return app;
};

/** A browser without scripts: keeps cookies, follows nothing by itself. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();
  /** Every `Set-Cookie` header that arrived. */
  readonly setCookies: string[] = [];

  constructor(private readonly url: string) {}

  async open(path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, this.url), {
      method,
      redirect: 'manual',
      headers: { ...(cookie && { cookie }), ...headers },
      body,
    });
    for (const header of response.headers.getSetCookie()) this.keep(header);
    return {
      status: response.status,
      headers: response.headers,
      location: response.headers.get('location') ?? '',
      html: await response.text(),
    };
  }

  private keep(header: string): void {
    this.setCookies.push(header);
    const [pair = ''] = header.split(';');
    const [name = '', value = ''] = pair.split('=');
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface Page {
  status: number;
  headers: Headers;
  location: string;
  html: string;
}
