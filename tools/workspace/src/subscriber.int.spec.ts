import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { generate, run, workspaceWith } from './generated.fixture.js';

// The compiler and the linter read the libs as well.
jest.setTimeout(180_000);

const PROJECT = 'examples/billing';
let workspace: ReturnType<typeof workspaceWith>;

beforeAll(async () => {
  workspace = workspaceWith(await generate({ name: 'billing', events: 'login.completed,user.created' }));
});
afterAll(() => workspace.remove());

/** What a program said is shown where it fails. */
const expectGood = ({ code, said }: { code: number | null; said: string }): void =>
  expect(code === 0 ? '' : said).toBe('');

describe('a generated subscriber', () => {
  it('type-checks', async () => {
    // The libs are read from their sources, which are elsewhere.
    const compilerOptions = {
      composite: false,
      noEmit: true,
      emitDeclarationOnly: false,
      rootDir: '/',
      types: ['node', 'jest'],
    };
    const config = { extends: './tsconfig.json', compilerOptions, references: [] };
    writeFileSync(join(workspace.folder, PROJECT, 'tsconfig.check.json'), JSON.stringify(config));
    expectGood(await run(workspace.folder, 'typescript/bin/tsc', ['-p', `${PROJECT}/tsconfig.check.json`]));
  });

  it('is formatted and has nothing that lint finds', async () => {
    expectGood(
      await run(workspace.folder, 'prettier/bin/prettier.cjs', [
        '--check',
        PROJECT,
        '!**/tsconfig.check.json',
      ]),
    );
    expectGood(await run(workspace.folder, 'eslint/bin/eslint.js', [`${PROJECT}/src`]));
  });

  it('passes its own tests: it hears what a real NATS keeps, once each, and buries what it cannot read', async () => {
    const outcome = await run(workspace.folder, 'jest/bin/jest.js', ['--runInBand', '--verbose']);
    expectGood(outcome);
    expect(outcome.said).toContain('handles each fact once that comes twice');
    expect(outcome.said).toContain('reads what was ever published as it');
  });
});
