import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportResult, Principal, UserImport } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { aUserOf, type IdentityHouse, SEED, startIdentityHouse } from '../identity-house.fixture.js';
import { ImportUsers } from './import-users.js';
import { UserImportStore } from './user-import.store.js';

const SCOUT = { email: 'scout@acme.example', name: 'Scout Finch' };

interface Sent {
  status: number;
  type: string | null;
  location: string | null;
  results: ImportResult[];
  problem: { code: string; errors?: object[] };
}

describe(ImportUsers.name, () => {
  let house: IdentityHouse;
  let acme: string;
  let admin: Principal;

  beforeAll(async () => {
    house = await startIdentityHouse();
  }, 60_000);
  afterAll(async () => {
    await house.stop();
  });
  beforeEach(() => {
    acme = newId();
    admin = aUserOf(acme, ['tenant_admin']);
  });

  const pathOf = (rest = ''): string => `/v1/tenants/${acme}/user-imports${rest}`;
  const request = async (
    body: NonNullable<RequestInit['body']>,
    query: string,
    options: { type?: string; bearer?: Principal } & RequestInit = {},
  ) => {
    const { type = 'application/x-ndjson', bearer = admin, ...init } = options;
    const { port } = (house.app.getHttpServer() as Server).address() as AddressInfo;
    const token = Buffer.from(JSON.stringify(bearer)).toString('base64url');
    return await fetch(`http://127.0.0.1:${String(port)}${pathOf(query)}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      body,
      duplex: 'half',
      ...init,
    });
  };
  const send = async (...args: Parameters<typeof request>): Promise<Sent> => {
    const answer = await request(...args);
    const [type, text] = [answer.headers.get('content-type'), await answer.text()];
    const isProblem = type?.includes('problem') ?? false;
    return {
      status: answer.status,
      type,
      location: answer.headers.get('location'),
      results: isProblem
        ? []
        : text
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line) as ImportResult),
      problem: isProblem ? (JSON.parse(text) as Sent['problem']) : { code: '' },
    };
  };
  const ndjson = (...lines: unknown[]): string =>
    lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
  const load = async (
    lines: unknown[],
    query = '',
    options: { bearer?: Principal } = {},
  ): Promise<ImportResult[]> => {
    const sent = await send(ndjson(...lines), query, options);
    expect(sent).toMatchObject({
      status: 200,
      type: expect.stringContaining('application/x-ndjson') as string,
    });
    return sent.results;
  };
  const outcomes = (results: ImportResult[]): string[] => results.map(({ outcome }) => outcome);
  const users = async (): Promise<Record<string, unknown>[]> =>
    await house.superuser.query(
      `SELECT id, email, name, external_id, status, roles, xmin::text FROM app_user WHERE tenant_id = $1 ORDER BY id`,
      [acme],
    );
  const many = (count: number, begin = 1): { email: string; name: string; externalId: string }[] =>
    Array.from({ length: count }, (_, n) => {
      const id = String(begin + n);
      return { email: `user-${id}@acme.example`, name: `User ${id}`, externalId: `acme-${id}` };
    });
  const progress = async (importId: string): Promise<UserImport> =>
    (await house.http('GET', pathOf(`/${importId}`), admin)).body as UserImport;

  describe('refuses the whole', () => {
    it.each<[string, string, string, string]>([
      ['JSON', '[]', 'application/json', ''],
      ['a body of unnamed type', '{}', 'application/octet-stream', ''],
      ['a line that is none', ndjson(SCOUT), 'application/x-ndjson', '?from=0'],
      ['an import id that is none', ndjson(SCOUT), 'application/x-ndjson', '?importId=1'],
      ['an unknown parameter', ndjson(SCOUT), 'application/x-ndjson', '?tenantId=x'],
      ['CSV without a header', '', 'text/csv', ''],
      ['CSV without addresses', 'name\nScout\n', 'text/csv', ''],
      ['CSV with an unknown column', 'email,name,password\na@b.example,x,y\n', 'text/csv', ''],
      ['CSV with a column twice', 'email,name,name\na@b.example,x,y\n', 'text/csv', ''],
    ])('of %s', async (_, body, type, query) => {
      const sent = await send(body, query, { type });
      expect(sent).toMatchObject({ status: 400, problem: { code: 'request_invalid' } });
      expect(await users()).toEqual([]);
    });

    it.each<[string, () => Principal, number]>([
      ['A01 an admin of another tenant', () => aUserOf(newId(), ['tenant_admin']), 404],
      ['a member', () => aUserOf(acme, ['member']), 403],
      ['who may only read', () => ({ ...SEED, scopes: ['users:read'] }), 403],
    ])('of %s', async (_, bearer, status) => {
      expect((await send(ndjson(SCOUT), '', { bearer: bearer() })).status).toBe(status);
      expect(await users()).toEqual([]);
    });

    it('that begins after a line that was never stored', async () => {
      const importId = newId();
      const outOfStep = { status: 409, problem: { code: 'import_out_of_step' } };
      expect(await send(ndjson(SCOUT), `?importId=${importId}&from=2`)).toMatchObject(outOfStep);
      await load(many(3), `?importId=${importId}`);
      expect(await send(ndjson(SCOUT), `?importId=${importId}&from=5`)).toMatchObject(outOfStep);
      expect(await users()).toHaveLength(3);
    });
  });

  it.each<[string, unknown, string, string]>([
    ['what is not JSON', '{"email":', 'request_invalid', 'is not JSON'],
    ['a list', [], 'request_invalid', ''],
    ['no name', { email: SCOUT.email }, 'request_invalid', '/name'],
    [
      'M16 an address with two at signs',
      { ...SCOUT, email: 'a@b.example@evil.example' },
      'request_invalid',
      '/email',
    ],
    ['M21 an address that is a list', { ...SCOUT, email: [SCOUT.email] }, 'request_invalid', '/email'],
    ['A13 a tenant', { ...SCOUT, tenantId: newId() }, 'request_invalid', '/tenantId'],
    ['a password', { ...SCOUT, password: 'x' }, 'request_invalid', '/password'],
    ['an id that is none', { ...SCOUT, id: '1' }, 'request_invalid', '/id'],
    ['NUL in the name', { ...SCOUT, name: 'a\0b' }, 'request_invalid', '/name'],
    ['A11 a role of the platform', { ...SCOUT, roles: ['operator'] }, 'scope_insufficient', ''],
    ['a field of a very long name', { ...SCOUT, ['x'.repeat(10_000)]: 1 }, 'request_invalid', '/xxx'],
    ['more than 64 kB', { ...SCOUT, name: 'x'.repeat(70_000) }, 'request_invalid', '64 kB'],
  ])('refuses a line with %s, says why, and takes the lines around it', async (_, bad, code, message) => {
    const [one, two] = many(2);
    const results = await load([one, bad, two]);
    expect(results).toMatchObject([
      { line: 1, outcome: 'created' },
      { line: 2, outcome: 'refused', code, message: expect.stringContaining(message) as string },
      { line: 3, outcome: 'created' },
    ]);
    expect(results[1]!.message!.length).toBeLessThanOrEqual(300);
    expect(await users()).toHaveLength(2);
  });

  it('refuses a line that is not UTF-8, and takes the next', async () => {
    const body = Buffer.concat([Buffer.from([0x7b, 0xff, 0x7d, 0x0a]), Buffer.from(JSON.stringify(SCOUT))]);
    expect(outcomes((await send(body, '')).results)).toEqual(['refused', 'created']);
  });

  it('M17 refuses a line whose address two users have, and takes it with an external id', async () => {
    await load([{ ...SCOUT, externalId: 'a' }]);
    await house.http('POST', `/v1/tenants/${acme}/users`, SEED, { ...SCOUT, externalId: 'b' });
    const renamed = { ...SCOUT, name: 'Jean Louise' };
    expect(await load([renamed, { ...renamed, externalId: 'b' }])).toMatchObject([
      { outcome: 'refused', code: 'user_ambiguous' },
      { outcome: 'updated' },
    ]);
  });

  it('refuses a line whose id is not the one of the user whom it means, and an external id of another user', async () => {
    const [one, two] = await load(many(2));
    const lines = [
      { ...many(1)[0], id: newId() },
      { id: one!.userId, email: 'x@acme.example', name: 'X', externalId: 'acme-2' },
    ];
    expect(await load(lines)).toMatchObject([
      { outcome: 'refused', code: 'request_invalid', message: expect.stringContaining('/id') as string },
      { outcome: 'refused', code: 'external_id_taken' },
    ]);
    expect(two!.userId).not.toBe(one!.userId);
  });

  it('refuses a line that would take the last administrator, and takes the one before it', async () => {
    const [one, two, three] = many(3).map((user) => ({ ...user, roles: ['tenant_admin'] }));
    await load([one, two]);
    const fired = [one, two].map((user) => ({ ...user, status: 'deactivated' }));
    expect(await load(fired)).toMatchObject([
      { line: 1, outcome: 'updated' },
      { line: 2, outcome: 'refused', code: 'last_admin' },
    ]);
    expect(await load([{ ...two, roles: ['member'] }, three, fired[1]])).toMatchObject([
      { outcome: 'refused', code: 'last_admin' },
      { outcome: 'created' },
      { outcome: 'updated' },
    ]);
  });

  it('A11 refuses a tenant admin to change an operator, and nobody deactivates themselves', async () => {
    await load([{ ...SCOUT, roles: ['operator'] }], '', { bearer: SEED });
    expect(await load([{ ...SCOUT, name: 'X' }])).toMatchObject([{ code: 'scope_insufficient' }]);
    const [self] = await load(many(1));
    const bearer = aUserOf(acme, ['tenant_admin'], self!.userId);
    const answer = await load([{ ...many(1)[0], status: 'deactivated' }], '', { bearer });
    expect(answer).toMatchObject([{ outcome: 'refused', code: 'request_invalid' }]);
  });

  it("A01 adds a user of its own for another tenant's address and external id, and nobody under another tenant's id", async () => {
    const [foreign] = await load([{ ...SCOUT, externalId: 'x' }]);
    acme = newId();
    admin = aUserOf(acme, ['tenant_admin']);
    const squatter = { ...many(1)[0], id: foreign!.userId };
    expect(
      await load([{ ...SCOUT, externalId: 'x' }, squatter, many(1, 2)[0]], '', { bearer: SEED }),
    ).toMatchObject([
      { outcome: 'created' },
      { outcome: 'refused', code: 'user_id_taken' },
      { outcome: 'created' },
    ]);
    expect((await users()).map(({ id }) => id)).not.toContain(foreign!.userId);
  });

  it('A01 refuses a tenant admin an id of their choice for somebody new, and takes the one that is there', async () => {
    const [known] = await load([SCOUT]);
    expect(
      await load([
        { ...SCOUT, id: known!.userId },
        { ...many(1)[0], id: newId() },
      ]),
    ).toMatchObject([{ outcome: 'unchanged' }, { outcome: 'refused', code: 'scope_insufficient' }]);
    expect(await users()).toHaveLength(1);
  });

  it('adds users with what the line says, keeps their id, and tells each', async () => {
    const id = newId();
    const results = await load(
      [
        { ...SCOUT, externalId: 'acme-1', roles: ['tenant_admin', 'member'], id },
        { email: 'leaver@acme.example', name: 'Leaver', status: 'deactivated' },
      ],
      '',
      { bearer: SEED },
    );
    expect(results).toMatchObject([
      { line: 1, outcome: 'created', userId: id },
      { line: 2, outcome: 'created' },
    ]);
    expect(await users()).toMatchObject([
      { id, external_id: 'acme-1', roles: ['tenant_admin', 'member'], status: 'active' },
      { external_id: null, roles: ['member'], status: 'deactivated' },
    ]);
    expect((await house.facts(acme)).map(({ type, subject }) => [type, subject])).toEqual([
      ['user.created', id],
      ['user.created', results[1]!.userId],
      ['user.deactivated', results[1]!.userId],
    ]);
  });

  it('writes and tells nothing for a user who is as the line says', async () => {
    await load([{ ...SCOUT, externalId: 'acme-1', roles: ['tenant_admin'] }]);
    const before = await users();
    expect(await load([{ ...SCOUT, externalId: 'acme-1' }, SCOUT])).toMatchObject([
      { outcome: 'unchanged' },
      { outcome: 'unchanged' },
    ]);
    expect(await users()).toEqual(before);
    expect(await house.facts(acme)).toHaveLength(1);
  });

  it('changes only what the line says, and tells it', async () => {
    const full = { ...SCOUT, externalId: 'acme-1', roles: ['tenant_admin'] };
    await load([{ ...full, status: 'deactivated' }]);
    expect(outcomes(await load([{ email: SCOUT.email, name: 'Jean Louise' }]))).toEqual(['updated']);
    expect(await users()).toMatchObject([
      { name: 'Jean Louise', external_id: 'acme-1', roles: ['tenant_admin'], status: 'deactivated' },
    ]);
    expect(outcomes(await load([{ ...full, externalId: null, status: 'active' }]))).toEqual(['updated']);
    expect(await users()).toMatchObject([{ name: SCOUT.name, external_id: null, status: 'active' }]);
  });

  it('takes lines of one batch one after the other', async () => {
    const results = await load([
      { ...SCOUT, externalId: 'acme-1' },
      { email: 'jean@acme.example', name: 'Jean Louise', externalId: 'acme-1' },
      { ...SCOUT, name: 'Another Scout' },
      { email: 'JEAN@acme.example', name: 'Jean Louise' },
    ]);
    expect(outcomes(results)).toEqual(['created', 'updated', 'created', 'updated']);
    expect(await users()).toMatchObject([
      { email: 'JEAN@acme.example', external_id: 'acme-1' },
      { email: SCOUT.email, name: 'Another Scout' },
    ]);
    expect((await house.facts(acme)).map(({ type }) => type)).toEqual([
      'user.created',
      'user.updated',
      'user.created',
      'user.updated',
    ]);
  });

  it('lets two users exchange their external ids in one batch', async () => {
    const [one, two] = await load(many(2));
    const [first, second] = many(2);
    const results = await load([
      { ...first, id: one!.userId, externalId: 'for-a-moment' },
      { ...second, id: two!.userId, externalId: 'acme-1' },
      { ...first, id: one!.userId, externalId: 'acme-2' },
    ]);
    expect(outcomes(results)).toEqual(['updated', 'updated', 'updated']);
    expect(await users()).toMatchObject([{ external_id: 'acme-2' }, { external_id: 'acme-1' }]);
  });

  it('reads CSV with quotation marks, columns in any order, empty cells, CRLF and a byte order mark', async () => {
    const csv = [
      '\uFEFFname,email,roles,externalId,status',
      '"Finch, Scout",scout@acme.example,member tenant_admin,acme-1,',
      '"Jem ""J"" Finch",jem@acme.example,,,deactivated',
      '"unclosed,boo@acme.example,,,',
      'too,few',
      '',
      'Boo,boo@acme.example,,,',
    ].join('\r\n');
    const { results } = await send(csv, '', { type: 'text/csv; charset=utf-8' });
    expect(results).toMatchObject([
      { line: 1, outcome: 'created' },
      { line: 2, outcome: 'created' },
      { line: 3, outcome: 'refused', message: expect.stringContaining('quotation') as string },
      { line: 4, outcome: 'refused', message: expect.stringContaining('2 cells') as string },
      { line: 6, outcome: 'created' },
    ]);
    expect(await users()).toMatchObject([
      { name: 'Finch, Scout', roles: ['member', 'tenant_admin'], external_id: 'acme-1', status: 'active' },
      { name: 'Jem "J" Finch', roles: ['member'], external_id: null, status: 'deactivated' },
      { name: 'Boo' },
    ]);
  });

  it('goes on where a broken import has ended, and passes over what is stored', async () => {
    const importId = newId();
    const query = `?importId=${importId}`;
    const all = many(500);
    await load(all.slice(0, 300), query);
    await house.superuser.query(`UPDATE app_user SET name = 'Changed since' WHERE tenant_id = $1`, [acme]);
    const rest = await load(all.slice(290), `${query}&from=291`);
    expect(rest.map(({ line }) => line)).toEqual(all.slice(290).map((_, n) => n + 291));
    expect(outcomes(rest)).toEqual([
      ...Array<string>(10).fill('unchanged'),
      ...Array<string>(200).fill('created'),
    ]);
    const again = await load(all, query);
    expect(new Set(outcomes(again))).toEqual(new Set(['unchanged']));
    expect(again).toHaveLength(500);
    expect(await progress(importId)).toEqual({
      importId,
      lastLine: 500,
      finished: true,
      counts: { created: 500, updated: 0, unchanged: 0, refused: 0 },
    });
    expect((await users()).filter(({ name }) => name === 'Changed since')).toHaveLength(300);
  });

  it('says where its progress is, to its own tenant alone', async () => {
    const { location } = await send(ndjson(...many(3), 'x'), '');
    const answer = await house.http('GET', location!, admin);
    expect(answer).toMatchObject({
      status: 200,
      body: { lastLine: 4, finished: true, counts: { created: 3, refused: 1 } },
    });
    const foreign = location!.replace(acme, newId());
    expect(await house.http('GET', foreign, SEED)).toMatchObject({ status: 404 });
    expect(await house.http('GET', pathOf(`/${newId()}`), SEED)).toMatchObject({ status: 404 });
  });

  /** A client that sends for as long as it can and reads nothing of its own accord. */
  const sendForEver = async (importId: string) => {
    const { port } = (house.app.getHttpServer() as Server).address() as AddressInfo;
    const token = Buffer.from(JSON.stringify(admin)).toString('base64url');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' };
    const path = pathOf(`?importId=${importId}`);
    const client = httpRequest({ port, path, method: 'POST', headers });
    client.on('error', () => undefined);
    let sent = 0;
    const write = (): void => {
      let room = true;
      while (room && !client.destroyed) {
        room = client.write(ndjson(...many(100, sent + 1)));
        sent += 100;
      }
    };
    client.on('drain', write);
    const answered = once(client, 'response');
    write();
    await answered;
    return { sent: () => sent, leave: () => client.destroy() };
  };
  const atRest = async (read: () => number | Promise<number>): Promise<number> => {
    for (let [before, now] = [-1, await read()]; ; [before, now] = [now, await read()]) {
      if (before === now) return now;
      await sleep(700);
    }
  };

  it('reads no further than its results are taken', async () => {
    let read = 0;
    async function* body(): AsyncGenerator<Buffer> {
      for (; read < 100_000; read += 100) yield Buffer.from(ndjson(...many(100, read + 1)));
    }
    const key = { tenantId: acme, id: newId() };
    const results = await house.app
      .get(ImportUsers)
      .run({ import: key, from: 1, format: 'ndjson', body: body(), bearer: admin });
    expect(read).toBe(0);
    expect((await results.next()).value).toHaveLength(200);
    await sleep(300);
    expect(read).toBeLessThanOrEqual(200);
    await results.return(undefined);
    expect(await progress(key.id)).toMatchObject({ lastLine: 200, finished: false });
  });

  it('takes no more than it can store, and stops shortly after the client has gone away, at the end of a batch', async () => {
    const importId = newId();
    const client = await sendForEver(importId);
    const sent = await atRest(client.sent);
    const { lastLine } = await progress(importId);
    expect(lastLine).toBeGreaterThan(0);
    client.leave();
    const end = await atRest(async () => (await progress(importId)).lastLine);
    // What had arrived before the break was noticed.
    expect(end - lastLine).toBeLessThanOrEqual(3000);
    expect(end % 200).toBe(0);
    expect(end).toBeLessThan(sent);
    expect(await progress(importId)).toMatchObject({ finished: false, counts: { created: end } });
    expect(await users()).toHaveLength(end);
  }, 60_000);

  it('stores every line once when one import is sent twice at once', async () => {
    const importId = newId();
    const lines = ndjson(...many(1000).map(({ externalId: _, ...user }) => user));
    const attempts = await Promise.allSettled([
      send(lines, `?importId=${importId}`),
      send(lines, `?importId=${importId}`),
    ]);
    expect(attempts.some(({ status }) => status === 'fulfilled')).toBe(true);
    await load(
      many(1000).map(({ externalId: _, ...user }) => user),
      `?importId=${importId}`,
    );
    expect(await users()).toHaveLength(1000);
    expect((await progress(importId)).counts).toEqual({
      created: 1000,
      updated: 0,
      unchanged: 0,
      refused: 0,
    });
  }, 20_000);

  it('adds an address once when two imports meet it at once', async () => {
    const lines = ndjson(...many(600).map(({ externalId: _, ...user }) => user));
    const sent = await Promise.all([send(lines, ''), send(lines, '')]);
    const counts = sent.flatMap(({ results }) => outcomes(results));
    expect(counts.filter((outcome) => outcome === 'created')).toHaveLength(600);
    expect(await users()).toHaveLength(600);
  }, 20_000);

  it('stores 5,000 lines in order, a fact for each, without holding them all', async () => {
    const results = await load(many(5000));
    expect(results.map(({ line }) => line)).toEqual(Array.from({ length: 5000 }, (_, n) => n + 1));
    expect(new Set(outcomes(results))).toEqual(new Set(['created']));
    const [row] = await house.superuser.query<[{ facts: number }]>(
      'SELECT count(*)::int AS facts FROM outbox_event WHERE tenant_id = $1',
      [acme],
    );
    expect(row.facts).toBe(5000);
  }, 30_000);

  it('A01 keeps to the tenant by the WHERE of its statements alone, on a connection without row-level security', async () => {
    const importId = newId();
    await load([SCOUT], `?importId=${importId}`);
    const [imports, { manager }] = [new UserImportStore(), house.superuser];
    await expect(imports.get(manager, { tenantId: newId(), id: importId })).rejects.toThrow('not_found');
    await expect(
      imports.advance(manager, { tenantId: newId(), id: importId, lastLine: 1 }, []),
    ).rejects.toThrow('import_out_of_step');
    await imports.finish(manager, { tenantId: newId(), id: importId });
  });
});
