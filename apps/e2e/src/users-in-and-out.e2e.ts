import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { ImportResult, Tenant, User, UserPage } from '@portico/contracts';
import { Api, type Credentials, newSlug } from './api.js';
import { house } from './house.js';
import { type CommandRun, runCommandLine } from './run-command-line.js';

const folder = mkdtempSync(join(tmpdir(), 'portico-users-'));
const { identity } = house.addresses;
let api: Api;
let machine: Credentials;
let tenant: Tenant;
let other: Tenant;

const portico = async (...args: string[]): Promise<CommandRun> => await runCommandLine(args, machine);
const write = (name: string, ...parts: (string | Buffer)[]): string => {
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part as string))));
  return path;
};
const usersOf = async ({ id }: Tenant): Promise<User[]> =>
  (await api.call<UserPage>('GET', `${identity}/v1/tenants/${id}/users?limit=100`)).users;
const a = (name: string, more: object = {}): string =>
  `${JSON.stringify({ email: `${name}@maycomb.example`, name, ...more })}\n`;
const LATIN_1 = Buffer.from('{"email":"zee@maycomb.example","name":"Zo\xeb"}\n', 'latin1');
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

// Each command is a process of its own.
jest.setTimeout(120_000);

beforeAll(async () => {
  api = await Api.open(house);
  machine = await api.addMachine(null);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  tenant = await api.addTenant(newSlug(), 'Maycomb');
  other = await api.addTenant(newSlug(), 'Elsewhere');
});

describe('portico users import', () => {
  it.each<[string, () => string, string]>([
    ['a file that is not there', () => join(folder, 'none.csv'), 'cannot be read'],
    ['an empty file', () => write('empty.csv'), 'is empty'],
    ['UTF-16', () => write('wide.csv', Buffer.from('\ufeffemail,name\n', 'utf16le')), 'save it as UTF-8'],
  ])('refuses %s as wrong use', async (_, file, said) => {
    const { exitCode, stdout, stderr } = await portico('users', 'import', tenant.slug, file());
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
  });

  it('refuses a header with a column that there is not, and a tenant that there is not', async () => {
    const file = write('header.csv', 'email,name,salary\nscout@maycomb.example,Scout,3\n');
    const answer = await portico('users', 'import', tenant.slug, file);
    expect(answer).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('/salary is unknown') });
    expect(await portico('users', 'import', 'nobody-at-all', file)).toMatchObject({ exitCode: 2 });
    expect(await usersOf(tenant)).toEqual([]);
  });

  it('tells every kind of bad line of NDJSON by its number and reason, and the good ones are in', async () => {
    const foreign = await api.call<User>('POST', `${identity}/v1/tenants/${other.id}/users`, {
      email: 'foreign@elsewhere.example',
      name: 'Foreign',
    });
    const file = write(
      'bad.ndjson',
      BOM,
      a('scout'),
      '{"email": "torn@maycomb.example", "name": "Torn\n',
      '["an array"]\n',
      '\n',
      a('long', { name: 'x'.repeat(201) }),
      a('huge', { name: 'x'.repeat(70_000) }),
      a('typed', { roles: 'member' }),
      a('typed', { externalId: 4711 }),
      a('stranger', { salary: 3 }),
      a('typed', { email: 'x' }),
      '{"name":"Nobody"}\n',
      a('foreign', { id: foreign.id }),
      a('foreign', { tenantId: other.id }),
      LATIN_1,
      a('jem').replace('\n', '\r\n'),
      a('scout', { name: 'Jean Louise' }),
      a('role', { roles: ['king'] }),
      a('last').trimEnd(),
    );
    const results = join(folder, 'results.ndjson');
    const { exitCode, stdout } = await portico(
      'users',
      'import',
      tenant.slug,
      file,
      '--json',
      '--results',
      results,
    );
    const told = JSON.parse(stdout) as { refused: ImportResult[]; repeated: object[]; counts: object };
    expect(told.refused.map(({ line, code, message }) => `${line} ${code}: ${message}`.slice(0, 90)))
      .toMatchInlineSnapshot(`
     [
       "2 request_invalid: is not JSON",
       "3 request_invalid: Invalid input: expected object, received array",
       "5 request_invalid: /name Too big: expected string to have <=200 characters",
       "6 request_invalid: is longer than 64 kB or not UTF-8",
       "7 request_invalid: /roles Invalid input: expected array, received string; /roles Too big: ",
       "8 request_invalid: /externalId Invalid input: expected string, received number",
       "9 request_invalid: /salary is not a field of this request",
       "10 request_invalid: /email Too small: expected string to have >=3 characters",
       "11 request_invalid: /email Invalid input: expected string, received undefined",
       "12 user_id_taken: Another user has this id, perhaps in another tenant. Applications know p",
       "13 request_invalid: /tenantId is not a field of this request",
       "14 request_invalid: is longer than 64 kB or not UTF-8",
       "17 request_invalid: /roles/0 Invalid option: expected one of "member"|"tenant_admin"|"supp",
     ]
    `);
    expect(told.repeated).toEqual([{ line: 16, sameAs: 1 }]);
    expect(exitCode).toBe(1);
    const names = (await usersOf(tenant)).map(({ name }) => name);
    expect(names.sort()).toEqual(['Jean Louise', 'jem', 'last']);
    expect(await usersOf(other)).toEqual([foreign]);
    expect(readFileSync(results, 'utf8').trim().split('\n')).toHaveLength(17);
    expect(statSync(results).mode & 0o77).toBe(0);
  });

  it('tells every kind of bad line of CSV by its line in the file', async () => {
    const file = write(
      'bad.csv',
      BOM,
      'email,name,externalId,roles,status\r\n',
      'scout@maycomb.example,"Finch, Scout",1,member tenant_admin,active\r\n',
      'torn@maycomb.example,"Torn,2,member,active\r\n',
      'short@maycomb.example,Short\r\n',
      'long@maycomb.example,Long,3,member,active,more\r\n',
      'gone@maycomb.example,Gone,4,member,fired\r\n',
      ',Nobody,5,member,active\r\n',
      '\r\n',
      Buffer.from('zee@maycomb.example,Zo\xeb,6,member,active\r\n', 'latin1'),
      'jem@maycomb.example,Jem,,,\r\n',
    );
    const { exitCode, stdout } = await portico('users', 'import', tenant.slug, file);
    expect(stdout.split('\n')).toMatchInlineSnapshot(`
     [
       "line 3 refused: is not CSV: look at its quotation marks (request_invalid)",
       "line 4 refused: has 2 cells and the header 5 (request_invalid)",
       "line 5 refused: has 6 cells and the header 5 (request_invalid)",
       "line 6 refused: /status Invalid option: expected one of "active"|"deactivated" (request_invalid)",
       "line 7 refused: /email Invalid input: expected string, received undefined (request_invalid)",
       "line 9 refused: is longer than 64 kB or not UTF-8 (request_invalid)",
       "2 created, 0 updated, 0 unchanged, 6 refused.",
       "",
     ]
    `);
    expect(exitCode).toBe(1);
    expect((await usersOf(tenant)).map(({ name }) => name).sort()).toEqual(['Finch, Scout', 'Jem']);
  });

  it('goes on where an import has ended, and changes nothing a second time', async () => {
    const file = write('two.ndjson', a('scout'), a('jem'));
    const begun = JSON.parse((await portico('users', 'import', tenant.slug, file, '--json')).stdout) as {
      importId: string;
    };
    const longer = write('three.ndjson', a('not-sent-again'), a('jem'), a('dill'));
    const { stdout, stderr } = await portico(
      'users',
      'import',
      tenant.slug,
      longer,
      '--json',
      '--import-id',
      begun.importId,
    );
    expect(stderr).toContain('Goes on after line 2.');
    expect(JSON.parse(stdout)).toMatchObject({ counts: { created: 3, refused: 0 } });
    expect((await usersOf(tenant)).map(({ name }) => name)).toEqual(['scout', 'jem', 'dill']);
    const again = JSON.parse((await portico('users', 'import', tenant.slug, file, '--json')).stdout);
    expect(again).toMatchObject({ counts: { created: 0, updated: 0, unchanged: 2 } });
  });
});

describe('portico users export', () => {
  it.each(['ndjson', 'csv'])(
    'gives %s that an import takes: nothing changes here, and all are new elsewhere',
    async (format) => {
      const people = Array.from({ length: 230 }, (_, n) =>
        a(`user-${n}`, {
          externalId: `${n}`,
          name: `"Müller", ${n}`,
          roles: n % 2 ? ['member'] : ['member', 'tenant_admin'],
        }),
      );
      await portico('users', 'import', tenant.slug, write('many.ndjson', ...people));
      const file = join(folder, `all.${format}`);
      expect(await portico('users', 'export', tenant.slug, '--output', file)).toMatchObject({ exitCode: 0 });
      expect(statSync(file).mode & 0o77).toBe(0);
      const here = JSON.parse((await portico('users', 'import', tenant.slug, file, '--json')).stdout);
      expect(here).toMatchObject({ counts: { created: 0, updated: 0, unchanged: 230, refused: 0 } });
      const { stdout } = await portico('users', 'export', tenant.slug, '--format', format, '--without-ids');
      const moved = write(`moved.${format}`, stdout);
      const there = JSON.parse((await portico('users', 'import', other.slug, moved, '--json')).stdout);
      expect(there).toMatchObject({ counts: { created: 230, refused: 0 } });
    },
  );
});
