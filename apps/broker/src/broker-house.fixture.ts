import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser } from '@nats-io/nkeys';
import {
  CreateApplication as WantedApplication,
  DEFAULT_SECOND_FACTOR,
  DEFAULT_SESSION_LIFETIMES,
  type QuestionContract,
  type TenantSettings,
} from '@portico/contracts';
import {
  Ask,
  type FactDraft,
  messagingTables,
  MessagingModule,
  natsServerConfig,
  NatsStrategy,
  Outbox,
  permissionsOf,
  permissionsOfMigration,
  provisionService,
} from '@portico/messaging';
import { Database, DatabaseModule, migrateDatabase, newId, ServiceModule } from '@portico/service-kit';
import { freePort, startNats, startPostgresDatabase, type TestDatabase } from '@portico/testing';
import { type INestApplication, Logger, type Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import express, { type NextFunction, type Request, type Response } from 'express';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { z } from 'zod';
import { AppModule } from './app.module.js';
import { CreateApplication } from './applications/create-application.js';
import type { BrokerEnvironment } from './env.js';
import { OpenIdProvider } from './issuer/openid-provider.js';
import { migrationsFor } from './migrations/index.js';
import { type Answer, PageBrowser } from './page-browser.fixture.js';
import { PeopleResponder } from './people.fixture.js';
import { pinnedCallback } from './provider/create-provider.js';
import { isForProvider } from './provider/provider-paths.js';
import { SettingsStore } from './settings/settings.store.js';
import { SsoConfigResponder } from './sso-config.fixture.js';

const SERVICES = ['identity', 'sso-config', 'broker', 'migration'] as const;
export const REDIRECT_URI = 'http://localhost:9/callback';
/** The PKCE verifier of every sign-in that `openLogin` begins. */
export const CODE_VERIFIER = 'verifier-'.repeat(6);

/** The whole broker on a database and a NATS of its own; identity answers from memory. */
export interface BrokerHouse {
  app: INestApplication;
  /** The issuer. */
  address: string;
  database: TestDatabase;
  people: PeopleResponder;
  /** A tenant as the projection has it; `changes` go on top of one without a connection. */
  addTenant: (changes?: Partial<TenantSettings>) => Promise<TenantSettings>;
  /** The tenant's settings of now. */
  change: (settings: TenantSettings, changes: Partial<TenantSettings>) => Promise<TenantSettings>;
  browser: (address?: string) => PageBrowser;
  /** Another broker on the same database, and where it answers. */
  addReplica: () => Promise<{ app: INestApplication; origin: string }>;
  /** A browser at screen 1, and the address of that page. */
  openLogin: (
    browser?: PageBrowser,
    parameters?: Record<string, string>,
  ) => Promise<{ browser: PageBrowser; path: string; page: Answer }>;
  /** Asks as identity does, over NATS with identity's key. */
  askBroker: <Q extends z.ZodType, R extends z.ZodType>(
    question: QuestionContract<Q, R>,
    request: z.input<Q>,
  ) => Promise<z.infer<R>>;
  /** Has sso-config answer, which most suites do without. */
  startSsoConfig: () => Promise<SsoConfigResponder>;
  /** Publishes as identity does. */
  publish: (draft: FactDraft) => Promise<void>;
  /** The facts about a tenant that have been told, oldest first. */
  facts: (tenantId: string) => Promise<{ type: string; data: Record<string, unknown> }[]>;
  stop: () => Promise<void>;
}

const sealingKeyFile = async (file: string): Promise<string> => {
  const { privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const key = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(key);
  writeFileSync(file, JSON.stringify({ keys: [{ ...key, kid, use: 'enc' }] }));
  return file;
};

const keyFiles = async (folder: string) => {
  const cookies = join(folder, 'cookies.json');
  writeFileSync(cookies, JSON.stringify([randomBytes(32).toString('base64url')]));
  return {
    PORTICO_SEALING_KEYS_FILE: await sealingKeyFile(join(folder, 'sealing.json')),
    PORTICO_COOKIE_KEYS_FILE: cookies,
  };
};

const startNatsWithKeys = async () => {
  const keys = {
    identity: createUser(),
    'sso-config': createUser(),
    broker: createUser(),
    migration: createUser(),
  };
  const permissions = {
    identity: permissionsOf('identity'),
    'sso-config': permissionsOf('sso-config'),
    broker: permissionsOf('broker'),
    migration: permissionsOfMigration(),
  };
  const users = SERVICES.map((name) => ({
    name,
    publicKey: keys[name].getPublicKey(),
    permissions: permissions[name],
  }));
  const nats = await startNats({ config: (place) => natsServerConfig({ ...place, users }) });
  const seedOf = (name: (typeof SERVICES)[number]): string => new TextDecoder().decode(keys[name].getSeed());
  await provisionService('broker', { url: nats.url, nkeySeed: seedOf('migration') });
  return { nats, seedOf };
};

/** As `main.ts` does, without its own server and port for management. */
const startBroker = async (environment: BrokerEnvironment): Promise<INestApplication> => {
  const module = await Test.createTestingModule({ imports: [AppModule.with(environment)] }).compile();
  const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false });
  app.set('trust proxy', environment.PORTICO_TRUSTED_HOPS);
  const callback = pinnedCallback(app.get(OpenIdProvider));
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (isForProvider(request)) callback(request, response);
    else next();
  });
  app.use(express.json(), express.urlencoded({ extended: false }));
  app.connectMicroservice({ strategy: app.get(NatsStrategy) });
  await app.startAllMicroservices();
  await app.listen(environment.PORT, '127.0.0.1');
  return app;
};

/** Another service as its contracts have it: one responder that answers from memory. */
const startStub = async (
  name: 'identity' | 'sso-config',
  responder: Type,
  environment: BrokerEnvironment,
  seed: string,
): Promise<INestApplication> => {
  const module = await Test.createTestingModule({
    imports: [
      ServiceModule.forRoot(name, environment),
      DatabaseModule.forRoot(environment.DATABASE_URL, []),
      MessagingModule.forService(name, { url: environment.NATS_URL, nkeySeed: seed }),
    ],
    controllers: [responder],
  }).compile();
  const app = module.createNestApplication();
  app.connectMicroservice({ strategy: app.get(NatsStrategy) });
  await app.startAllMicroservices();
  await app.init();
  return app;
};

const authorizePath = (wishes: Record<string, string>): string => {
  const parameters = new URLSearchParams({
    client_id: 'phone',
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: 'openid',
    state: 'state-of-the-application',
    code_challenge: createHash('sha256').update(CODE_VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
    ...wishes,
  });
  return `/oauth2/authorize?${parameters.toString()}`;
};

const startDatabase = async (): Promise<TestDatabase> => {
  const database = await startPostgresDatabase();
  await migrateDatabase(database.ownerUrl, migrationsFor(database.runtimeRole));
  return database;
};

/** Starts the house, on a database with applications of its own if one is given; every suite has its own. */
export const startBrokerHouse = async (
  wishes: Partial<BrokerEnvironment> = {},
  given?: TestDatabase,
): Promise<BrokerHouse> => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-broker-'));
  const database = given ?? (await startDatabase());
  const identityDatabase = await startPostgresDatabase({ migrations: messagingTables });
  const { nats, seedOf } = await startNatsWithKeys();
  const port = await freePort();
  const environment: BrokerEnvironment = {
    PORT: port,
    PORTICO_PUBLIC_URL: `http://localhost:${String(port)}`,
    PORTICO_TRUSTED_HOPS: 1,
    PORTICO_DRAIN_SECONDS: 0,
    LOG_LEVEL: 'silent',
    DATABASE_URL: database.runtimeUrl,
    NATS_URL: nats.url,
    PORTICO_NATS_NKEY_FILE: seedOf('broker'),
    ...(await keyFiles(folder)),
    PORTICO_EGRESS_ALLOW: [],
    PORTICO_APPLICATION_ALLOW: [],
    PORTICO_DNS_SERVERS: [],
    PORTICO_THROTTLE_FACTOR: 1,
    PORTICO_SIGNING_KEY_DAYS: 90,
    PORTICO_SIGNING_KEY_LEAD_SECONDS: 3600,
    ...wishes,
  };
  const stubEnvironment = { ...environment, DATABASE_URL: identityDatabase.runtimeUrl };
  const identity = await startStub('identity', PeopleResponder, stubEnvironment, seedOf('identity'));
  const stubs = [identity];
  const app = await startBroker(environment);
  const replicas = [app];
  Logger.overrideLogger(false);
  const phone = { id: 'phone', kind: 'public', name: 'Phone', redirectUris: [REDIRECT_URI] };
  if (!given) await app.get(CreateApplication).run(WantedApplication.parse(phone));
  const contact = async (): Promise<void> => {
    await database.sql(`UPDATE settings_contact SET contacted_at = now() + interval '1 hour'`);
  };
  await contact();
  const save = async (settings: TenantSettings): Promise<TenantSettings> => {
    await app
      .get(Database)
      .inTenant(settings.tenantId, async (tx) => await app.get(SettingsStore).save(tx, settings));
    return settings;
  };
  const browser = (address?: string): PageBrowser => new PageBrowser(environment.PORTICO_PUBLIC_URL, address);
  return {
    app,
    address: environment.PORTICO_PUBLIC_URL,
    database,
    people: identity.get(PeopleResponder),
    addTenant: async (changes = {}) => {
      const tenantId = newId();
      return await save({
        tenantId,
        slug: `t-${tenantId}`,
        name: 'Acme',
        status: 'active',
        version: 1,
        connections: [],
        exemptions: [],
        domains: [],
        matching: { policy: 'match_only', mailboxProof: false },
        sessions: DEFAULT_SESSION_LIFETIMES,
        secondFactor: DEFAULT_SECOND_FACTOR,
        ...changes,
      });
    },
    change: async (settings, changes) =>
      await save({ ...settings, ...changes, version: settings.version + 1 }),
    browser,
    addReplica: async () => {
      const PORT = await freePort();
      const replica = await startBroker({ ...environment, PORT });
      replicas.push(replica);
      return { app: replica, origin: `http://localhost:${String(PORT)}` };
    },
    openLogin: async (opened = browser(), parameters = {}) => {
      const sent = await opened.get(authorizePath(parameters));
      const path = new URL(sent.headers.get('location') ?? '', environment.PORTICO_PUBLIC_URL).pathname;
      return { browser: opened, path, page: await opened.get(path) };
    },
    askBroker: async (question, request) => await identity.get(Ask).to(question, request),
    startSsoConfig: async () => {
      const seed = seedOf('sso-config');
      const ssoConfig = await startStub('sso-config', SsoConfigResponder, stubEnvironment, seed);
      stubs.push(ssoConfig);
      return await ssoConfig.get(SsoConfigResponder);
    },
    publish: async (draft) => {
      await identity.get(Database).transaction(async (tx) => {
        await identity.get(Outbox).add(tx, draft);
      });
    },
    facts: async (tenantId) =>
      await database.sql('SELECT type, data FROM outbox_event WHERE tenant_id = $1 ORDER BY id', [tenantId]),
    stop: async () => {
      for (const broker of replicas) await broker.close();
      for (const stub of stubs) await stub.close();
      await nats.stop();
      await Promise.all([database.drop(), identityDatabase.drop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
