import type { AddressInfo, Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, type Principal } from '@portico/contracts';
import { startPostgresDatabase, type TestDatabase } from '@portico/testing';
import { Body, Controller, type INestApplication, Param, Post, Res, UseGuards } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { AccessTokenGuard, NeedsScope, TokenVerifier } from '../access-token.guard.js';
import { DatabaseModule } from '../database.module.js';
import { newId } from '../ids.js';
import { Operation } from '../openapi/operation.js';
import { ServiceModule } from '../service.module.js';
import { IdempotencyModule } from './idempotency.module.js';
import { idempotencyTable } from './idempotency-table.js';
import { AnswerSeal } from './idempotency-keys.js';
import { SweepIdempotencyKeys } from './sweep-idempotency-keys.js';

const Letter = z.strictObject({ to: z.string().min(2) });
const Sent = z.object({ number: z.int(), to: z.string() });
const tenantId = newId();
const path = `/v1/tenants/${tenantId}/letters`;

/** How many letters were sent, and what happens to the next. */
const post = { sent: 0, next: undefined as (() => Promise<void> | void) | undefined };

@Controller('v1/tenants/:tenantId/letters')
@UseGuards(AccessTokenGuard)
class LettersController {
  @Post()
  @NeedsScope('users:write')
  @Operation('sendLetter', { summary: 'Sends a letter.', answers: Sent, gives: ['ETag', 'Location'] })
  async send(
    @Param('tenantId') tenant: string,
    @Body({ schema: Letter }) { to }: z.infer<typeof Letter>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.infer<typeof Sent>> {
    await post.next?.();
    const number = ++post.sent;
    response.set({ ETag: '"1"', Location: `/v1/tenants/${tenant}/letters/${String(number)}` });
    return { number, to };
  }

  @Post('secret')
  @NeedsScope('users:write')
  @Operation('sealLetter', { summary: 'Seals a letter.', answers: Sent, showsSecret: true })
  async seal(@Body({ schema: Letter }) { to }: z.infer<typeof Letter>): Promise<z.infer<typeof Sent>> {
    return { number: ++post.sent, to };
  }

  @Post('stream')
  @NeedsScope('users:write')
  @Operation('sendLetters', {
    summary: 'Sends many.',
    streams: { takes: { 'text/csv': Letter }, gives: { 'text/csv': Sent } },
  })
  async sendMany(): Promise<string> {
    return String(++post.sent);
  }
}

const bearer = (changes: Partial<Principal> = {}): Principal => ({
  kind: 'machine',
  subject: 'importer',
  applicationId: 'importer',
  tenantId: null,
  scopes: ['users:write'],
  roles: [],
  ...changes,
});

const verifier: TokenVerifier = {
  verify: async (token) => JSON.parse(Buffer.from(token, 'base64url').toString()) as Principal,
};

/** Hides what was put in, and the purpose with it. */
const encoding: AnswerSeal = {
  seal: async (purpose, text) => Buffer.from(`${purpose}|${text}`).toString('base64url'),
  open: async (purpose, sealed) => {
    const [name, ...text] = Buffer.from(sealed, 'base64url').toString().split('|');
    return name === purpose ? text.join('|') : undefined;
  },
};

describe('a POST with an Idempotency-Key', () => {
  let database: TestDatabase;
  let superuser: DataSource;
  let app: INestApplication;

  const startApp = async (): Promise<INestApplication> => {
    const environment = {
      PORT: 1,
      PORTICO_PUBLIC_URL: 'http://localhost:1',
      PORTICO_TRUSTED_HOPS: 0,
      PORTICO_DRAIN_SECONDS: 0,
      LOG_LEVEL: 'silent' as const,
    };
    const module = await Test.createTestingModule({
      imports: [
        ServiceModule.forRoot('letters', environment),
        DatabaseModule.forRoot(database.runtimeUrl, []),
        IdempotencyModule.forRoot(encoding),
      ],
      controllers: [LettersController],
      providers: [AccessTokenGuard, { provide: TokenVerifier, useValue: verifier }],
    }).compile();
    const started = module.createNestApplication({ logger: false });
    await started.listen(0, '127.0.0.1');
    return started;
  };

  beforeAll(async () => {
    database = await startPostgresDatabase({ migrations: idempotencyTable });
    const url = new URL(process.env['PORTICO_TEST_DATABASE_URL'] ?? '');
    url.pathname = new URL(database.ownerUrl).pathname;
    superuser = await new DataSource({ type: 'postgres', url: url.href }).initialize();
    app = await startApp();
  });
  afterAll(async () => {
    await app.close();
    await superuser.destroy();
    await database.drop();
  });
  beforeEach(async () => {
    Object.assign(post, { sent: 0, next: undefined });
    await superuser.query('TRUNCATE idempotency_key');
  });

  interface Sending {
    key?: string;
    body?: unknown;
    as?: Principal;
    to?: string;
    signal?: AbortSignal;
  }
  const send = async ({
    key = 'k',
    body = { to: 'Boo' },
    as = bearer(),
    to = path,
    signal,
  }: Sending = {}) => {
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${String(port)}${to}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${Buffer.from(JSON.stringify(as)).toString('base64url')}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
      signal,
    });
    const { headers, status } = answer;
    return { status, headers, body: (await answer.json()) as Record<string, unknown> };
  };
  const codeOf = async (sending: Sending): Promise<unknown> => (await send(sending)).body['code'];
  const ages = async (interval: string): Promise<void> => {
    await superuser.query(`UPDATE idempotency_key SET claimed_at = claimed_at - interval '${interval}'`);
  };

  it.each([
    ['is empty', ''],
    ['is too long', 'k'.repeat(256)],
    ['has blanks', 'a b'],
    ['is an open quotation', '"'.repeat(3)],
  ])('is refused where the key %s', async (_, key) => {
    const { status, body } = await send({ key });
    expect({ status, errors: body['errors'], sent: post.sent }).toEqual({
      status: 400,
      errors: [{ pointer: '/headers/idempotency-key', message: expect.any(String) }],
      sent: 0,
    });
  });

  it('is refused with other content under the same key', async () => {
    await send();
    expect(await codeOf({ body: { to: 'Dill' } })).toBe('idempotency_key_reused');
    expect(post.sent).toBe(1);
  });

  it('is refused while the first is under way', async () => {
    let finish = (): void => undefined;
    post.next = async () => {
      await new Promise<void>((resolve) => (finish = resolve));
    };
    const first = send();
    while ((await superuser.query<unknown[]>('SELECT 1 FROM idempotency_key')).length === 0) await sleep(5);
    expect(await codeOf({})).toBe('request_under_way');
    finish();
    expect((await first).body).toEqual({ number: 1, to: 'Boo' });
  });

  it('is answered as the first time, and nothing is done twice', async () => {
    const first = await send();
    const again = await send();
    expect({ status: again.status, body: again.body }).toEqual({
      status: 201,
      body: { number: 1, to: 'Boo' },
    });
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(Object.fromEntries(again.headers)).toMatchObject({
      etag: '"1"',
      location: `${path}/1`,
      'idempotency-replayed': 'true',
    });
  });

  it('is one with the same key in quotes, which is how the draft writes it', async () => {
    await send({ key: 'abc' });
    await send({ key: '"abc"' });
    expect(post.sent).toBe(1);
  });

  it('is done once by twenty at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, async () => await send()));
    expect(post.sent).toBe(1);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(({ body }) => body['code'])).toEqual(refused.map(() => 'request_under_way'));
  });

  it.each<[string, Sending]>([
    ['another application', { as: bearer({ applicationId: 'other', subject: 'other' }) }],
    ['another user', { as: bearer({ subject: newId() }) }],
    ['a bearer of one tenant', { as: bearer({ tenantId }) }],
    ['the same bearer at another address', { to: `/v1/tenants/${newId()}/letters` }],
  ])('means nothing to %s', async (_, sending) => {
    await send();
    expect((await send(sending)).body).toEqual({ number: 2, to: 'Boo' });
  });

  it('is refused as the first time, whatever has changed since', async () => {
    post.next = () => {
      throw new AppError('slug_taken', { fields: [{ pointer: '/slug', message: 'is taken' }] });
    };
    const first = await send();
    post.next = undefined;
    const again = await send();
    expect(again).toMatchObject({ status: 409, body: { code: 'slug_taken', errors: first.body['errors'] } });
    expect(post.sent).toBe(0);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['an unfit request', () => send({ body: { to: '' } })],
    [
      'a failure of ours',
      async () => {
        post.next = () => {
          throw new AppError('try_again');
        };
        expect(await codeOf({})).toBe('try_again');
        post.next = undefined;
      },
    ],
    [
      'the end of the process in the middle',
      async () =>
        await send()
          .then(() => ages('61 seconds'))
          .then(forgetAnswer),
    ],
    ['a day', async () => await send().then(() => ages('24 hours 1 second'))],
  ])('begins anew after %s', async (_, before) => {
    await before();
    const sent = post.sent;
    expect((await send()).status).toBe(201);
    expect(post.sent).toBe(sent + 1);
  });
  const forgetAnswer = async (): Promise<void> => {
    await superuser.query('UPDATE idempotency_key SET answer = NULL');
  };

  it('keeps its answer for a client that went away', async () => {
    const leave = new AbortController();
    post.next = async () => {
      leave.abort();
      await sleep(100);
    };
    await expect(send({ signal: leave.signal })).rejects.toThrow();
    await sleep(300);
    post.next = undefined;
    expect((await send()).body).toEqual({ number: 1, to: 'Boo' });
  });

  it('has no effect on a stream of lines', async () => {
    await send({ to: `${path}/stream` });
    await send({ to: `${path}/stream` });
    expect(post.sent).toBe(2);
  });

  it('A05 has no effect where the answer shows a secret, and keeps nothing', async () => {
    await send({ to: `${path}/secret` });
    expect((await send({ to: `${path}/secret` })).body).toEqual({ number: 2, to: 'Boo' });
    expect(await superuser.query('SELECT 1 FROM idempotency_key')).toEqual([]);
  });

  it('stores neither the key nor an answer in the open, behind the wall of its tenant', async () => {
    await send({ key: 'the-key-itself' });
    const rows: Record<string, string>[] = await superuser.query('SELECT * FROM idempotency_key');
    expect(rows).toMatchObject([{ tenant_id: tenantId }]);
    expect(JSON.stringify(rows)).not.toMatch(/the-key-itself|Boo/);
    expect(await database.sql('SELECT * FROM idempotency_key')).toEqual([]);
  });

  it('is forgotten after a day', async () => {
    await send();
    await ages('24 hours 1 second');
    await send({ key: 'younger' });
    await app.get(SweepIdempotencyKeys).run();
    expect(await superuser.query('SELECT 1 FROM idempotency_key')).toHaveLength(1);
  });
});
