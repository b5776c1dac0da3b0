import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createUser } from '@nats-io/nkeys';
import { connect, headers as natsHeaders, type NatsConnection } from '@nats-io/transport-node';
import {
  type AuditEntry,
  type AuditPage,
  type Code,
  FindAdminProof,
  FindRecoveryAdmins,
  GetSettings,
  type InspectIssuer,
  type Principal,
  type Problem,
  type QuestionContract,
  ReadRehearsal,
  Scope,
  type Tenant,
  type TenantSettings,
} from '@portico/contracts';
import { type FactDraft, NatsStrategy, provisionService } from '@portico/messaging';
import type { KeySet } from '@portico/secrets';
import { describeApi, migrateDatabase, readEnvironment, TokenVerifier } from '@portico/service-kit';
import { answerChecker, startNats, startPostgresDatabase, type TestDatabase } from '@portico/testing';
import type { INestApplication, LoggerService } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import express from 'express';
import { exportJWK, generateKeyPair } from 'jose';
import pg from 'pg';
import type { z } from 'zod';
import { AppModule } from './app.module.js';
import { Environment } from './env.js';
import { migrationsFor } from './migrations/index.js';
import { API } from './openapi.js';

/** Every answer that a test receives is held against the OpenAPI document. */
const checkAnswer = answerChecker(describeApi(API));

/** The person that `anAdminOf` is. */
export const ADMIN = '0199d5a0-0000-7000-8000-000000000002';

type Reply<T> = { ok: T } | { error: { code: Code } };
type Inspection = Reply<z.infer<typeof InspectIssuer.reply>>;

/** An answer over HTTP with its body read. */
export interface Answer<Body> {
  status: number;
  headers: Headers;
  text: string;
  body: Body;
}

export interface RequestOptions {
  as?: Principal;
  body?: object | string;
  headers?: Record<string, string>;
}

interface Parts {
  app: INestApplication;
  address: string;
  nats: NatsConnection;
  rows: pg.Client;
  privateKeys: KeySet;
  stop: () => Promise<void>;
}

/** The whole service on a database and a NATS server of its own; only the broker is played by the test. */
export class ServiceUnderTest {
  /** What the broker answers to a Discovery URL. */
  inspect: (discoveryUrl: string) => Inspection = (url) => ({ ok: anInspection(url) });
  /** What the broker answers about the deployment's Google client. */
  inspectGoogle: () => Inspection = () => ({ ok: anInspection('https://accounts.google.com') });
  /** What the broker answers to a look-up of TXT records. */
  lookUpTxt: (name: string) => Reply<{ records: string[] }> = () => ({ ok: { records: [] } });
  /** Whether the broker says that an administrator has signed in with a revision. */
  findAdminProof: (revision: number) => Reply<z.infer<typeof FindAdminProof.reply>> = () => ({
    ok: { proof: { by: 'test', at: new Date().toISOString(), userId: ADMIN, evidence: null } },
  });
  /** Who has recovery codes, as identity says. */
  findRecoveryAdmins: () => Reply<z.infer<typeof FindRecoveryAdmins.reply>> = () => ({
    ok: { userIds: [ADMIN] },
  });
  /** What identity says of a rehearsal. */
  readRehearsal: (id: string) => Promise<Reply<z.infer<typeof ReadRehearsal.reply>>> = async () => ({
    ok: { rehearsal: null },
  });
  /** Everything that was logged, arguments as they came. */
  readonly logged: unknown[][] = [];

  constructor(private readonly parts: Parts) {
    this.app.useLogger(keepIn(this.logged));
    parts.nats.subscribe('ask.broker.inspect-issuer', {
      callback: (_error, message) => {
        const { discoveryUrl } = message.json<{ discoveryUrl?: string }>();
        message.respond(
          JSON.stringify(discoveryUrl === undefined ? this.inspectGoogle() : this.inspect(discoveryUrl)),
        );
      },
    });
    parts.nats.subscribe(FindAdminProof.subject, {
      callback: (_error, message) => {
        message.respond(JSON.stringify(this.findAdminProof(message.json<{ revision: number }>().revision)));
      },
    });
    parts.nats.subscribe(FindRecoveryAdmins.subject, {
      callback: (_error, message) => void message.respond(JSON.stringify(this.findRecoveryAdmins())),
    });
    parts.nats.subscribe(ReadRehearsal.subject, {
      callback: (_error, message) => {
        void this.readRehearsal(message.json<{ rehearsalId: string }>().rehearsalId).then((reply) =>
          message.respond(JSON.stringify(reply)),
        );
      },
    });
    parts.nats.subscribe('ask.broker.look-up-txt', {
      callback: (_error, message) => {
        message.respond(JSON.stringify(this.lookUpTxt(message.json<{ name: string }>().name)));
      },
    });
  }

  get app(): INestApplication {
    return this.parts.app;
  }

  /** The owner's view of all tenants' rows. */
  get rows(): pg.Client {
    return this.parts.rows;
  }

  get privateKeys(): KeySet {
    return this.parts.privateKeys;
  }

  async stop(): Promise<void> {
    await this.parts.stop();
  }

  /** A request with a JSON body; a string is sent as it is. `Body` is the shape that the test expects. */
  async request<Body = Problem>(
    method: string,
    path: string,
    { as, body, headers }: RequestOptions = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.parts.address}${path}`, {
      method,
      headers: {
        ...(as && { authorization: `Bearer ${Buffer.from(JSON.stringify(as)).toString('base64url')}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: typeof body === 'object' ? JSON.stringify(body) : body,
    });
    const text = await response.text();
    const parsed = (text ? JSON.parse(text) : undefined) as Body;
    const contentType = response.headers.get('content-type');
    checkAnswer({ method, path, status: response.status, contentType, body: parsed });
    return { status: response.status, headers: response.headers, text, body: parsed };
  }

  async addTenant(slug: string): Promise<Tenant> {
    const body = { slug, name: slug };
    return (await this.request<Tenant>('POST', '/v1/tenants', { as: thePlatform(), body })).body;
  }

  /** What the broker would project of the tenant now. */
  async settingsOf({ id: tenantId }: Tenant): Promise<TenantSettings> {
    const { settings } = await this.ask(GetSettings, { tenantId });
    if (!settings) throw new Error('there is no such tenant');
    return settings;
  }

  /** What `sso.config.changed` told about the tenant, oldest first. */
  async changesOf({ id }: Tenant): Promise<string[][]> {
    const { rows } = await this.rows.query<{ changed: string[] }>(
      `SELECT data->'changed' AS changed FROM outbox_event
        WHERE tenant_id = $1 AND type = 'sso.config.changed' ORDER BY id`,
      [id],
    );
    return rows.map(({ changed }) => changed);
  }

  /** What was done in the tenant, newest first. */
  async auditOf({ id }: Tenant): Promise<AuditEntry[]> {
    const path = `/v1/tenants/${id}/audit`;
    return (await this.request<AuditPage>('GET', path, { as: thePlatform() })).body.entries;
  }

  /** Asks as the broker does. */
  async ask<R extends z.ZodType>(
    question: QuestionContract<z.ZodType, R>,
    request: object,
  ): Promise<z.infer<R>> {
    const reply = await this.parts.nats.request(question.subject, JSON.stringify(request), { timeout: 3000 });
    const answer = reply.json<{ ok?: unknown; error?: unknown }>();
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    return question.reply.parse(answer.ok);
  }

  /** Publishes a fact as the broker does. */
  publish({ id, type, version, time, subject, tenantId, data }: FactDraft): void {
    const headers = natsHeaders();
    const attributes = {
      'ce-specversion': '1.0',
      'ce-id': id,
      'ce-type': type,
      'ce-source': 'portico/broker',
      'ce-time': time,
      'ce-subject': subject,
      'ce-dataversion': String(version),
      'ce-tenantid': tenantId,
    };
    for (const [name, value] of Object.entries(attributes)) headers.set(name, value);
    this.parts.nats.publish(type, JSON.stringify(data), { headers });
  }

  /** Waits until the service has handled a fact. */
  async handled({ id }: FactDraft): Promise<void> {
    for (const deadline = Date.now() + 20_000; ; await sleep(20)) {
      const { rows } = await this.rows.query('SELECT 1 FROM inbox_event WHERE event_id = $1', [id]);
      if (rows.length === 1) return;
      if (Date.now() > deadline) throw new Error('the fact was not handled');
    }
  }

  /** All rows of every table, as text. */
  async dump(): Promise<string> {
    const tables = [
      'tenant',
      'connection',
      'connection_revision',
      'domain',
      'exemption',
      'audit_entry',
      'break_glass',
      'set_up_link',
      'support_request',
      'idempotency_key',
      'outbox_event',
      'inbox_event',
      'dead_letter',
    ];
    const dumps: unknown[] = [];
    for (const table of tables)
      dumps.push((await this.rows.query<object>(`SELECT to_jsonb(t) AS row FROM ${table} t`)).rows);
    return JSON.stringify(dumps);
  }
}

/** What the broker would say of a well-behaved issuer. */
export const anInspection = (discoveryUrl: string): z.infer<typeof InspectIssuer.reply> => {
  const issuer = discoveryUrl.replace(/\/\.well-known\/openid-configuration$/, '').replace(/\/$/, '');
  return {
    issuer,
    authorizationEndpoint: `${issuer}/authorize`,
    tokenEndpoint: `${issuer}/token`,
    tokenAuthMethods: ['client_secret_basic'],
  };
};

/** A machine application of the platform, as imports and the demo use it. */
export const thePlatform = (changes: Partial<Principal> = {}): Principal => ({
  kind: 'machine',
  subject: 'importer',
  applicationId: 'importer',
  tenantId: null,
  scopes: ['tenants:read', 'tenants:write', 'sso:read', 'sso:write'],
  roles: [],
  ...changes,
});

/** A machine application that imports or seeds, and may do what nobody else may. */
export const theImporter = (changes: Partial<Principal> = {}): Principal =>
  thePlatform({ scopes: ['sso:read', 'sso:write', 'sso:seed', 'sso:support'], ...changes });

/** A refusal, for comparing. */
export const refusalOf = ({ status, body }: Answer<unknown>): object => ({
  status,
  code: (body as Problem).code,
});

/** A person who may change one tenant's settings. */
export const anAdminOf = (tenantId: string, changes: Partial<Principal> = {}): Principal => ({
  kind: 'user',
  subject: ADMIN,
  applicationId: 'dashboard',
  tenantId,
  scopes: ['tenants:read', 'tenants:write', 'sso:read', 'sso:write', 'sso:seed'],
  roles: ['tenant_admin'],
  ...changes,
});

/** Somebody who runs Portico itself: a user of the platform's own tenant. */
export const ofThePlatform = (role: 'operator' | 'support', changes: Partial<Principal> = {}): Principal => ({
  kind: 'user',
  subject: `0199d5a0-0000-7000-8000-00000000${role === 'operator' ? '0a01' : '0b01'}`,
  applicationId: 'dashboard',
  tenantId: '0199d5a0-0000-7000-8000-000000000f00',
  scopes: [...Scope.options],
  roles: [role],
  ...changes,
});

/** An admin who signed in by a recovery code. */
export const aRecoveredAdminOf = (tenantId: string): Principal =>
  anAdminOf(tenantId, { scopes: ['sso:read', 'tenants:read', 'sso:mend'] });

/** Somebody of IT who opened a set-up link for one connection. */
export const withASetUpLinkFor = ({ tenantId, id }: { tenantId: string; id: string }): Principal => ({
  kind: 'set_up',
  subject: '0199d5a0-0000-7000-8000-000000000c01',
  applicationId: 'dashboard',
  tenantId,
  connectionId: id,
  scopes: ['sso:set-up'],
  roles: [],
});

/** A database of the service, migrated. */
const startDatabase = async (): Promise<TestDatabase> => {
  const database = await startPostgresDatabase();
  await migrateDatabase(database.ownerUrl, migrationsFor(database.runtimeRole));
  return database;
};

/** Starts the service, on a database that is there already if one is given. */
export const startServiceUnderTest = async (given?: TestDatabase): Promise<ServiceUnderTest> => {
  const database = given ?? (await startDatabase());
  const server = await startNats();
  const nkeySeed = new TextDecoder().decode(createUser().getSeed());
  await provisionService('sso-config', { url: server.url, nkeySeed });
  const folder = await mkdtemp(join(tmpdir(), 'portico-sso-config-'));
  const { publicKeys, privateKeys } = await someSealingKeys();
  await writeFile(join(folder, 'sealing.json'), JSON.stringify(publicKeys));
  await writeFile(join(folder, 'nkey'), nkeySeed);
  const environment = readEnvironment(Environment, {
    PORT: '1',
    PORTICO_PUBLIC_URL: 'https://sso.example.com',
    LOG_LEVEL: 'silent',
    DATABASE_URL: database.runtimeUrl,
    NATS_URL: server.url,
    PORTICO_NATS_NKEY_FILE: join(folder, 'nkey'),
    PORTICO_SEALING_PUBLIC_KEYS_FILE: join(folder, 'sealing.json'),
  });
  const app = await startApp(environment);
  const nats = await connect({ servers: server.url, inboxPrefix: '_INBOX_broker' });
  const rows = new pg.Client({ connectionString: database.ownerUrl });
  await rows.connect();
  await rows.query(`SELECT set_config('portico.across', 'on', false)`);
  const stop = async (): Promise<void> => {
    await app.close();
    await nats.close();
    await rows.end();
    await server.stop();
    await database.drop();
    await rm(folder, { recursive: true });
  };
  return new ServiceUnderTest({ app, address: await app.getUrl(), nats, rows, privateKeys, stop });
};

const startApp = async (environment: Environment): Promise<INestApplication> => {
  const verifier: TokenVerifier = {
    verify: async (token) => JSON.parse(Buffer.from(token, 'base64url').toString()) as Principal,
  };
  const module = await Test.createTestingModule({ imports: [AppModule.with(environment)] })
    .overrideProvider(TokenVerifier)
    .useValue(verifier)
    .compile();
  const app = module.createNestApplication({ bodyParser: false });
  app.use(express.json({ limit: '100kb' }));
  app.connectMicroservice({ strategy: app.get(NatsStrategy) });
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  return app;
};

const someSealingKeys = async (): Promise<{ publicKeys: KeySet; privateKeys: KeySet }> => {
  const pair = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
  return {
    publicKeys: { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'first' }] },
    privateKeys: { keys: [{ ...(await exportJWK(pair.privateKey)), kid: 'first' }] },
  };
};

const keepIn = (logged: unknown[][]): LoggerService => {
  const keep = (...line: unknown[]): void => void logged.push(line);
  return { log: keep, error: keep, warn: keep, debug: keep, verbose: keep, fatal: keep };
};
