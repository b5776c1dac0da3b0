import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createUser } from '@nats-io/nkeys';
import {
  AppError,
  CountSessions,
  DecideReset,
  FindAdminProof,
  GetSettings,
  PARTICIPANTS,
  type Principal,
  type QuestionContract,
  type TenantSettings,
} from '@portico/contracts';
import {
  Answers,
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
import {
  Database,
  DatabaseModule,
  describeApi,
  migrateDatabase,
  newId,
  ServiceModule,
  TokenVerifier,
} from '@portico/service-kit';
import {
  answerChecker,
  type MailServer,
  startMailServer,
  startNats,
  startPostgresDatabase,
  type TestDatabase,
} from '@portico/testing';
import { Controller, type INestApplication, Logger, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { AppModule } from './app.module.js';
import { ENTITIES } from './entities.js';
import type { Environment } from './env.js';
import { migrationsFor } from './migrations/index.js';
import { API } from './openapi.js';

/** Every answer that a test receives is held against the OpenAPI document. */
const checkAnswer = answerChecker(describeApi(API));

/** The answer of an API: its status and its JSON body. */
export interface HttpAnswer {
  status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into bodies of every shape
  body: any;
}

/** What sso-config and the broker answer; without an answer it is `try_again`. */
export interface Neighbours {
  settings: TenantSettings | null;
  proof: z.infer<typeof FindAdminProof.reply>['proof'] | 'silent';
  sessions: z.infer<typeof CountSessions.reply>['counts'] | 'silent';
}

/** The whole identity service on a database and a NATS of its own, with a broker that asks. */
export interface IdentityHouse {
  app: INestApplication;
  database: TestDatabase;
  /** A connection that row-level security does not bind. */
  superuser: DataSource;
  http: (method: string, path: string, bearer: Principal | null, body?: unknown) => Promise<HttpAnswer>;
  /** Asks as the broker does, or as sso-config what only that asks, over NATS with the asker's key. */
  ask: <Q extends z.ZodType, R extends z.ZodType>(
    question: QuestionContract<Q, R>,
    request: z.input<Q>,
  ) => Promise<z.infer<R>>;
  /** The facts about a tenant, oldest first, once the stream has acknowledged them all. */
  facts: (tenantId: string) => Promise<{ type: string; subject: string; data: unknown }[]>;
  /** Publishes as the broker does. */
  publish: (draft: FactDraft) => Promise<void>;
  /** Where its mails arrive. */
  mail: MailServer;
  /** What the broker answers when identity asks whether a user may have a password, and whom it was asked about. */
  decideReset: { answer: z.infer<typeof DecideReset.reply>; asked: string[] };
  /** What the services beside it say of a tenant. */
  neighbours: Neighbours;
  stop: () => Promise<void>;
}

/** A machine application for all tenants, as the seed has one. */
export const SEED: Principal = {
  kind: 'machine',
  subject: 'seed',
  applicationId: 'seed',
  tenantId: null,
  scopes: ['users:read', 'users:write'],
  roles: [],
};

/** A signed-in user with a role in a tenant. */
export const aUserOf = (tenantId: string, roles: Principal['roles'], subject = newId()): Principal => ({
  ...SEED,
  kind: 'user',
  subject,
  applicationId: 'dashboard',
  tenantId,
  roles,
});

/** A database of the identity service, migrated. */
export const startIdentityDatabase = async (): Promise<TestDatabase> => {
  const database = await startPostgresDatabase();
  await migrateDatabase(database.ownerUrl, migrationsFor(database.runtimeRole));
  return database;
};

/** A connection of the superuser to a test's database. */
export const connectSuperuser = async ({ ownerUrl }: TestDatabase): Promise<DataSource> => {
  const url = new URL(process.env['PORTICO_TEST_DATABASE_URL'] ?? '');
  url.pathname = new URL(ownerUrl).pathname;
  return await new DataSource({ type: 'postgres', url: url.href, entities: ENTITIES }).initialize();
};

const writeFactorKeys = async (folder: string, given?: string): Promise<string> => {
  const { privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const key = await exportJWK(privateKey);
  const file = join(folder, 'factors.json');
  writeFileSync(
    file,
    given ?? JSON.stringify({ keys: [{ ...key, kid: await calculateJwkThumbprint(key) }] }),
  );
  return file;
};

const environmentOf = (
  database: TestDatabase,
  NATS_URL: string,
  seed: string,
  { SMTP_URL = 'log:', PORTICO_FACTOR_KEYS_FILE = '' } = {},
): Environment => ({
  PORT: 1,
  PORTICO_PUBLIC_URL: 'http://localhost:3001',
  PORTICO_TRUSTED_HOPS: 0,
  PORTICO_DRAIN_SECONDS: 0,
  LOG_LEVEL: 'silent',
  DATABASE_URL: database.runtimeUrl,
  NATS_URL,
  PORTICO_NATS_NKEY_FILE: seed,
  SMTP_URL,
  PORTICO_FACTOR_KEYS_FILE,
  PORTICO_MAIL_FROM: 'Portico <no-reply@portico.example>',
});

const startNatsWithKeys = async () => {
  const keys = {
    identity: createUser(),
    broker: createUser(),
    'sso-config': createUser(),
    migration: createUser(),
  };
  const permissions = {
    identity: permissionsOf('identity'),
    broker: permissionsOf('broker'),
    'sso-config': permissionsOf('sso-config'),
    migration: permissionsOfMigration(),
  };
  const users = (['identity', 'broker', 'sso-config', 'migration'] as const).map((name) => ({
    name,
    publicKey: keys[name].getPublicKey(),
    permissions: permissions[name],
  }));
  const nats = await startNats({ config: (place) => natsServerConfig({ ...place, users }) });
  const seedOf = (name: keyof typeof keys): string => new TextDecoder().decode(keys[name].getSeed());
  await provisionService('identity', { url: nats.url, nkeySeed: seedOf('migration') });
  return { nats, seedOf };
};

/** Knows every bearer: the token of the tests is the principal itself. */
const stubVerifier: TokenVerifier = {
  verify: async (token) => JSON.parse(Buffer.from(token, 'base64url').toString()) as Principal | null,
};

const startApp = async (environment: Environment): Promise<INestApplication> => {
  const module = await Test.createTestingModule({ imports: [AppModule.with(environment)] })
    .overrideProvider(TokenVerifier)
    .useValue(stubVerifier)
    .compile();
  const app = module.createNestApplication();
  app.connectMicroservice({ strategy: app.get(NatsStrategy) });
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  return app;
};

/** The broker's answers; a class of its own for each house, as Nest takes classes. */
const brokerDoor = (decideReset: IdentityHouse['decideReset'], neighbours: Neighbours) => {
  @Controller()
  class BrokerDoor {
    @Answers(DecideReset)
    async decide({ user }: z.infer<typeof DecideReset.request>): Promise<z.infer<typeof DecideReset.reply>> {
      decideReset.asked.push(user.userId);
      return decideReset.answer;
    }

    @Answers(FindAdminProof)
    async findProof(): Promise<z.infer<typeof FindAdminProof.reply>> {
      return { proof: heard(neighbours.proof) };
    }

    @Answers(CountSessions)
    async countSessions(): Promise<z.infer<typeof CountSessions.reply>> {
      return { counts: heard(neighbours.sessions) };
    }
  }
  return BrokerDoor;
};

const heard = <T>(answer: T | 'silent'): T => {
  if (answer === 'silent') throw new AppError('try_again');
  return answer;
};

/** The answer of sso-config. */
const settingsDoor = (neighbours: Neighbours) => {
  @Controller()
  class SettingsDoor {
    @Answers(GetSettings)
    async getSettings(): Promise<z.infer<typeof GetSettings.reply>> {
      return { settings: neighbours.settings };
    }
  }
  return SettingsDoor;
};

const startNeighbour = async (service: 'broker' | 'sso-config', environment: Environment, door: Type) => {
  const module = await Test.createTestingModule({
    imports: [
      ServiceModule.forRoot(service, environment),
      DatabaseModule.forRoot(environment.DATABASE_URL, []),
      MessagingModule.forService(service, {
        url: environment.NATS_URL,
        nkeySeed: environment.PORTICO_NATS_NKEY_FILE,
      }),
    ],
    controllers: [door],
  }).compile();
  const app = module.createNestApplication();
  app.connectMicroservice({ strategy: app.get(NatsStrategy) });
  await app.startAllMicroservices();
  return await app.init();
};

const httpOf =
  (app: INestApplication): IdentityHouse['http'] =>
  async (method, path, bearer, body) => {
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    const token = Buffer.from(JSON.stringify(bearer)).toString('base64url');
    const answer = await fetch(`http://127.0.0.1:${String(port)}${path}`, {
      method,
      headers: {
        ...(bearer && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    const received = { status: answer.status, body: text ? (JSON.parse(text) as unknown) : undefined };
    checkAnswer({ method, path, contentType: answer.headers.get('content-type'), ...received });
    return received;
  };

const factsOf =
  (database: TestDatabase): IdentityHouse['facts'] =>
  async (tenantId) => {
    for (let attempt = 0; attempt < 100; attempt++) {
      const rows = await database.sql<{ type: string; subject: string; data: unknown; sent_at: Date | null }>(
        'SELECT type, subject, data, sent_at FROM outbox_event WHERE tenant_id = $1 ORDER BY id',
        [tenantId],
      );
      if (rows.every((row) => row.sent_at))
        return rows.map(({ type, subject, data }) => ({ type, subject, data }));
      await sleep(50);
    }
    throw new Error('the stream has not acknowledged every fact within five seconds');
  };

/** Starts the house, on a database that is there already if one is given; every suite has its own. */
export const startIdentityHouse = async (given?: {
  database: TestDatabase;
  factorKeys: string;
}): Promise<IdentityHouse> => {
  const database = given?.database ?? (await startIdentityDatabase());
  const brokerDatabase = await startPostgresDatabase({ migrations: messagingTables });
  const superuser = await connectSuperuser(database);
  const { nats, seedOf } = await startNatsWithKeys();
  const mail = await startMailServer();
  const folder = mkdtempSync(join(tmpdir(), 'portico-identity-'));
  const own = {
    SMTP_URL: mail.url,
    PORTICO_FACTOR_KEYS_FILE: await writeFactorKeys(folder, given?.factorKeys),
  };
  const app = await startApp(environmentOf(database, nats.url, seedOf('identity'), own));
  const decideReset: IdentityHouse['decideReset'] = { answer: { allowed: true }, asked: [] };
  const neighbours: Neighbours = { settings: null, proof: null, sessions: [] };
  const start = async (service: 'broker' | 'sso-config', door: Type) =>
    await startNeighbour(service, environmentOf(brokerDatabase, nats.url, seedOf(service)), door);
  const broker = await start('broker', brokerDoor(decideReset, neighbours));
  const ssoConfig = await start('sso-config', settingsDoor(neighbours));
  Logger.overrideLogger(false);
  return {
    app,
    database,
    superuser,
    http: httpOf(app),
    ask: async (question, request) => {
      const isOfSettings = PARTICIPANTS['sso-config'].asks.some(
        ({ subject }) => subject === question.subject,
      );
      return await (isOfSettings ? ssoConfig : broker).get(Ask).to(question, request);
    },
    publish: async (draft) => {
      await broker.get(Database).transaction(async (tx) => {
        await broker.get(Outbox).add(tx, draft);
      });
    },
    mail,
    decideReset,
    neighbours,
    facts: factsOf(database),
    stop: async () => {
      await broker.close();
      await ssoConfig.close();
      await app.close();
      await superuser.destroy();
      await nats.stop();
      await mail.stop();
      rmSync(folder, { recursive: true, force: true });
      await Promise.all([database.drop(), brokerDatabase.drop()]);
    },
  };
};
