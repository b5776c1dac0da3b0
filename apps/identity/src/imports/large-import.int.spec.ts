import { once } from 'node:events';
import { type ClientRequest, request as httpRequest } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportResult, ImportResultPage, Principal, UserImport } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { aUserOf, type IdentityHouse, startIdentityHouse } from '../identity-house.fixture.js';
import { SweepImportRefusals } from './sweep-import-refusals.js';

// The same with 100,000 lines is measured by hand.
const LINES = 10_000;
const EVERY = 100;

/** Every hundredth line is bad, each in another way. */
const FAULTS: readonly [line: (n: string) => string, code: string, message: string][] = [
  [(n) => `no-address-${n},User ${n},bad-${n}`, 'request_invalid', '/email'],
  [(n) => `user${n}@acme.example,,bad-${n}`, 'request_invalid', '/name'],
  [(n) => `user${n}@acme.example,"User ${n},bad-${n}`, 'request_invalid', ''],
  [(n) => `user${n}@acme.example,User ${n},bad-${n},one,too,many`, 'request_invalid', ''],
  [(n) => `${'x'.repeat(70_000)}${n}@acme.example,User,bad-${n}`, 'request_invalid', '64 kB'],
];
const isBad = (line: number): boolean => line % EVERY === 0;
const faultOf = (line: number) => FAULTS[(line / EVERY) % FAULTS.length]!;
const lineOf = (line: number): string => {
  const n = String(line);
  return isBad(line) ? faultOf(line)[0](n) : `user${n}@acme.example,User ${n},acme-${n}`;
};

describe('a large import with bad lines', () => {
  let house: IdentityHouse;
  const acme = newId();
  const importId = newId();
  const admin: Principal = aUserOf(acme, ['tenant_admin']);
  const path = `/v1/tenants/${acme}/user-imports`;
  /** What became of each line, as far as anybody was told. */
  const told: ImportResult[] = [];

  beforeAll(async () => {
    house = await startIdentityHouse();
  }, 60_000);
  afterAll(async () => {
    await house.stop();
  });

  function* fileFrom(first: number): Generator<string> {
    yield 'email,name,externalId\n';
    for (let line = first; line <= LINES; line++) yield `${lineOf(line)}\n`;
  }
  const open = (from: number): ClientRequest => {
    const { port } = (house.app.getHttpServer() as Server).address() as AddressInfo;
    const token = Buffer.from(JSON.stringify(admin)).toString('base64url');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/csv' };
    const address = `${path}?importId=${importId}&from=${String(from)}`;
    const client = httpRequest({ port, path: address, method: 'POST', headers });
    client.on('error', () => undefined);
    return client;
  };
  /** Sends the file from a line on, and reads results until there are no more, or there were enough: then it is cut. */
  const send = async (from: number, enough = Infinity): Promise<void> => {
    const client = open(from);
    Readable.from(fileFrom(from)).pipe(client);
    const [answer] = (await once(client, 'response')) as [NodeJS.ReadableStream];
    let left = enough;
    const end = once(answer, 'close').catch(() => undefined);
    const lines = createInterface({ input: answer });
    for (const each of [answer, lines]) each.on('error', () => undefined);
    lines.on('line', (text) => {
      const result = JSON.parse(text) as ImportResult;
      told.push(result);
      left -= 1;
      if (left === 0) client.destroy();
    });
    await end;
  };
  const progress = async (): Promise<UserImport> =>
    (await house.http('GET', `${path}/${importId}`, admin)).body as UserImport;
  /** How far it came, once it does not go on any more. */
  const atRest = async (): Promise<UserImport> => {
    for (let before = -1; ; await sleep(300)) {
      const now = await progress();
      if (now.lastLine === before) return now;
      before = now.lastLine;
    }
  };
  const refusedOf = async (query = ''): Promise<ImportResultPage> => {
    const answer = await house.http('GET', `${path}/${importId}/results${query}`, admin);
    expect(answer.status).toBe(200);
    return answer.body as ImportResultPage;
  };

  it('is cut, goes on after the last line that was stored, and takes every good line once', async () => {
    await send(1, LINES / 4);
    const cut = await atRest();
    expect(cut).toMatchObject({ finished: false });
    expect(cut.lastLine).toBeGreaterThanOrEqual(LINES / 4);
    expect(cut.lastLine).toBeLessThan(LINES);
    await send(cut.lastLine + 1);
    const bad = LINES / EVERY;
    expect(await progress()).toEqual({
      importId,
      lastLine: LINES,
      finished: true,
      counts: { created: LINES - bad, updated: 0, unchanged: 0, refused: bad },
    });
    const [row] = await house.superuser.query<[{ users: number; ids: number }]>(
      `SELECT count(*)::int AS users, count(DISTINCT external_id)::int AS ids FROM app_user WHERE tenant_id = $1`,
      [acme],
    );
    expect(row).toEqual({ users: LINES - bad, ids: LINES - bad });
    expect(new Set(told.map(({ line }) => line)).size).toBe(told.length);
    for (const { line, outcome } of told)
      expect([line, outcome]).toEqual([line, isBad(line) ? 'refused' : 'created']);
  }, 120_000);

  it('says of every bad line its number and what is wrong with it, though its answer was lost', async () => {
    const refused: ImportResult[] = [];
    for (let after: number | null = 0; after !== null;) {
      const page: ImportResultPage = await refusedOf(`?outcome=refused&limit=100&after=${String(after)}`);
      refused.push(...page.results);
      after = page.nextLine;
    }
    expect(refused.map(({ line }) => line)).toEqual(
      Array.from({ length: LINES / EVERY }, (_, n) => (n + 1) * EVERY),
    );
    for (const { line, outcome, code, message } of refused) {
      const [, wantedCode, wantedMessage] = faultOf(line);
      expect({ line, outcome, code }).toEqual({ line, outcome: 'refused', code: wantedCode });
      expect(message).toContain(wantedMessage);
    }
    expect((await refusedOf()).results).toHaveLength(50);
  });

  it.each(['outcome=created', 'limit=101', 'after=-1', 'after=x', 'tenantId=x'])(
    'refuses to list results with ?%s',
    async (query) => {
      const answer = await house.http('GET', `${path}/${importId}/results?${query}`, admin);
      expect(answer).toMatchObject({ status: 400, body: { code: 'request_invalid' } });
    },
  );

  it("A01 says nothing of it to another tenant's administrator", async () => {
    const globex = newId();
    const foreign = aUserOf(globex, ['tenant_admin']);
    for (const at of [path, path.replace(acme, globex)])
      expect(await house.http('GET', `${at}/${importId}/results`, foreign)).toMatchObject({ status: 404 });
  });

  it('keeps 10,000 bad lines, and all of them for a day', async () => {
    const other = newId();
    const token = Buffer.from(JSON.stringify(admin)).toString('base64url');
    const { port } = (house.app.getHttpServer() as Server).address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${String(port)}${path}?importId=${other}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      body: 'x\n'.repeat(10_050),
    });
    expect((await answer.text()).split('\n')).toHaveLength(10_051);
    const kept = async (): Promise<number> =>
      (
        await house.superuser.query<unknown[]>('SELECT FROM user_import_refusal WHERE import_id = $1', [
          other,
        ])
      ).length;
    expect(await kept()).toBe(10_000);
    await house.superuser.query(`UPDATE user_import_refusal SET refused_at = now() - interval '23 hours'`);
    await house.app.get(SweepImportRefusals).run();
    expect(await kept()).toBe(10_000);
    await house.superuser.query(`UPDATE user_import_refusal SET refused_at = now() - interval '25 hours'`);
    await house.app.get(SweepImportRefusals).run();
    expect(await kept()).toBe(0);
    expect((await refusedOf()).results).toEqual([]);
  }, 60_000);
});
