import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { jest } from '@jest/globals';
import type { Application } from '@portico/contracts';
import { anId, type Registry, startRegistry } from './registry.fixture.js';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'portico-command-'));
const inFolder = (name: string): string => join(folder, name);

let registry: Registry;
let env: Record<string, string>;
beforeAll(async () => {
  registry = await startRegistry();
  const scopes = ['applications:read', 'applications:write', 'users:read'] as const;
  const { id, clientSecret } = await registry.addMachine([...scopes]);
  writeFileSync(inFolder('secret'), `${String(clientSecret)}\n`);
  env = { PORTICO_URL: registry.url, PORTICO_CLIENT_ID: id, PORTICO_CLIENT_SECRET_FILE: inFolder('secret') };
});
afterAll(async () => {
  await registry.house.stop();
  rmSync(folder, { recursive: true });
});

interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

/** The command as a person runs it, without a terminal. */
const portico = async (args: string[], changes: Record<string, string> = {}): Promise<Outcome> => {
  const child = spawn(process.execPath, ['tools/portico/dist/main.js', ...args], {
    env: { PATH: process.env['PATH'], ...env, ...changes },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, out, err };
};

const aFile = (id: string, audience: string, name = 'Phone'): string => {
  const path = inFolder(`${id}.yaml`);
  writeFileSync(
    path,
    `resourceServers:
  - { id: ${id}, name: Calls, audience: '${audience}', scopes: [calls:read] }
applications:
  - id: ${id}
    name: ${name}
    kind: confidential
    redirectUris: [https://phone.example.com/callback]
    resources: [{ audience: '${audience}', scopes: [calls:read] }]
`,
  );
  return path;
};

describe('the portico command', () => {
  it.each<[string, string[], Record<string, string>, number, string]>([
    ['a deletion with nobody to ask', ['applications', 'delete', 'phone'], {}, 2, '--yes'],
    ['an unknown application', ['applications', 'get', 'nobody'], {}, 1, 'not_found'],
    [
      'a wrong secret',
      ['applications', 'list'],
      { PORTICO_CLIENT_SECRET: 'wrong' },
      1,
      'not with this secret',
    ],
    [
      'a scope that it has not',
      ['applications', 'create', 'nightly', '--kind', 'machine', '--api-scope', 'keys:write'],
      {},
      1,
      'is not a scope of the application that asks',
    ],
    ['nobody at the address', ['applications', 'list'], { PORTICO_URL: 'http://127.0.0.1:9' }, 3, 'reached'],
  ])('refuses %s', async (_, args, changes, code, message) => {
    const outcome = await portico(args, changes);
    expect({ code: outcome.code, err: outcome.err }).toEqual({ code, err: expect.stringContaining(message) });
    expect(outcome.out).toBe('');
  });

  it('applies a file once, and has nothing to do after that', async () => {
    const id = anId();
    const file = aFile(id, `https://${id}.example.com`);
    const run = async (...args: string[]): Promise<Outcome> =>
      await portico(['applications', 'apply', file, '--json', ...args]);

    expect(await run('--dry-run')).toMatchObject({ code: 4, out: expect.stringContaining('"create"') });
    expect(await run()).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
    expect((await registry.call('GET', `/v1/applications/${id}`)).status).toBe(404);

    const secretsFile = inFolder('secrets.json');
    const applied = await run('--yes', '--secrets-file', secretsFile);
    expect(applied).toMatchObject({ code: 0 });
    const secret = (JSON.parse(readFileSync(secretsFile, 'utf8')) as Record<string, string>)[id];
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(statSync(secretsFile).mode & 0o777).toBe(0o600);
    expect(applied.out + applied.err).not.toContain(secret);
    const made = await registry.done<Application>('GET', `/v1/applications/${id}`);
    expect(made).toMatchObject({ name: 'Phone', redirectUris: ['https://phone.example.com/callback'] });

    expect(await run('--yes')).toMatchObject({ code: 0, out: expect.stringContaining('"applied": false') });
    expect(await run('--dry-run')).toMatchObject({ code: 0 });

    aFile(id, `https://${id}.example.com`, 'Telephone');
    expect(await run('--yes')).toMatchObject({ code: 0 });
    expect(await registry.done('GET', `/v1/applications/${id}`)).toEqual({ ...made, name: 'Telephone' });
  });

  it('prunes what the file does not name, but not itself', async () => {
    const id = anId();
    const file = aFile(id, `https://${id}.example.com`);
    const outcome = await portico(['applications', 'apply', file, '--prune', '--yes']);
    expect(outcome).toMatchObject({ code: 0, out: expect.stringContaining(`secret of ${id}`) });
    const { applications } = await registry.done<{ applications: Application[] }>('GET', '/v1/applications');
    expect(applications.map((application) => application.id).sort()).toEqual(
      [id, env['PORTICO_CLIENT_ID']].sort(),
    );
  });
});
