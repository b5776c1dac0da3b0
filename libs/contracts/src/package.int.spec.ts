import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CODES } from './codes.js';
import { EVENTS } from './events.js';
import { readFixtures } from './fixtures.js';

const lib = join(import.meta.dirname, '..');
const root = join(lib, '../..');
const folder = mkdtempSync(join(tmpdir(), 'portico-contracts-'));
const project = join(folder, 'project');
const installed = join(project, 'node_modules/@portico/contracts');
const run = promisify(execFile);

/** A consumer's program: whatever it names has to be there, and of the type that it is used as. */
const PROGRAM = `
import { CODES, type Code, durableName, EVENTS, LoginCompleted, Problem, readEvent, Scope, type User } from '@portico/contracts';
import { type Fixture, readFixtures } from '@portico/contracts/fixtures';
import golden from '@portico/contracts/fixtures/login.completed/v1/by-sso.json' with { type: 'json' };
import schema from '@portico/contracts/schemas/login.completed/v1.json' with { type: 'json' };

const read = readEvent(LoginCompleted, golden.data);
if (read.outcome === 'misfit') throw new Error(read.fields.join());
const externalId: string | null = read.data.externalId;
// @ts-expect-error -- a payload has no such field: the types have arrived
read.data.password;
const code: Code = 'user_unknown';
// @ts-expect-error -- and no such code
const none: Code = 'no_such_code';
const user: Pick<User, 'status'> = { status: 'active' };
const fixtures: Fixture[] = readFixtures();
const told = {
  externalId, none, user, status: CODES[code].status, subjects: Object.keys(EVENTS), fixtures: fixtures.length,
  durable: durableName('crm', LoginCompleted), scopes: Scope.options.length, required: schema.required.length,
  problem: Problem.safeParse({}).success,
};
console.log(JSON.stringify(told));
`;

const COMPILER = {
  strict: true,
  target: 'es2023',
  lib: ['es2023', 'dom'],
  types: [],
  resolveJsonModule: true,
};

const npm = async (cwd: string, ...args: string[]): Promise<string> =>
  (await run('npm', [...args, '--offline', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd })).stdout;

const pack = async (what: string): Promise<string> =>
  join(
    folder,
    (JSON.parse(await npm(folder, 'pack', what, '--json')) as { filename: string }[])[0]!.filename,
  );

const typeCheck = async (name: string, options: object): Promise<string> => {
  const config = join(project, `tsconfig.${name}.json`);
  writeFileSync(
    config,
    JSON.stringify({ compilerOptions: { ...COMPILER, ...options }, files: ['program.ts'] }),
  );
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  return await run(process.execPath, [tsc, '-p', config], { cwd: project }).then(
    ({ stdout }) => stdout,
    (failed: unknown) => (failed as { stdout: string }).stdout,
  );
};

describe('the package in an empty project', () => {
  beforeAll(async () => {
    const made = join(folder, 'made');
    await run(process.execPath, [join(lib, 'make-package.mjs'), made]);
    const tarballs = [await pack(made), await pack(join(root, 'node_modules/zod'))];
    mkdirSync(project);
    writeFileSync(
      join(project, 'package.json'),
      JSON.stringify({ name: 'crm', private: true, type: 'module' }),
    );
    writeFileSync(join(project, 'program.ts'), PROGRAM);
    await npm(project, 'install', ...tarballs);
  }, 120_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('brings zod and nothing else, and no way into the sources of the workspace', () => {
    const text = readFileSync(join(installed, 'package.json'), 'utf8');
    const { dependencies, private: isPrivate } = JSON.parse(text) as Record<string, object>;
    expect(Object.keys(dependencies!)).toEqual(['zod']);
    expect([isPrivate, text.includes('@portico/source'), text.includes('"nx"')]).toEqual([
      undefined,
      false,
      false,
    ]);
    expect(existsSync(join(installed, 'src'))).toBe(false);
    for (const file of ['LICENSE', 'README.md', 'CHANGELOG.md'])
      expect(existsSync(join(installed, file))).toBe(true);
  });

  it('type-checks strictly, its own declarations too, with moduleResolution nodenext', async () => {
    const options = { module: 'nodenext', moduleResolution: 'nodenext', outDir: 'out', skipLibCheck: false };
    expect(await typeCheck('nodenext', options)).toBe('');
  }, 60_000);

  it('type-checks with moduleResolution bundler', async () => {
    const options = { module: 'esnext', moduleResolution: 'bundler', noEmit: true, skipLibCheck: true };
    expect(await typeCheck('bundler', options)).toBe('');
  }, 60_000);

  it('runs: parses a golden message, reads a code, and lists subjects, schemas and messages', async () => {
    const { stdout } = await run(process.execPath, [join(project, 'out/program.js')], { cwd: project });
    expect(JSON.parse(stdout)).toMatchObject({
      externalId: 'acme-1042',
      status: CODES.user_unknown.status,
      subjects: Object.keys(EVENTS),
      fixtures: readFixtures().length,
      durable: 'crm--login-completed',
      required: 7,
      problem: false,
    });
  });
});
