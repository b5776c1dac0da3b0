import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Tree } from '@nx/devkit';

const require = createRequire(import.meta.url);
const ROOT = join(import.meta.dirname, '../../..');

interface Options {
  name: string;
  events: string;
  directory?: 'examples' | 'apps';
}

/** The manifest of the repository, with the pins of all. */
export const readRootManifest = () =>
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };

/** Runs the generator on a tree that is nowhere but in memory; gives what it would write. */
export const generate = async (options: Options): Promise<Map<string, string>> => {
  const { createTree } = require('@nx/devkit/testing') as { createTree: () => Tree };
  const subscriber = require('../subscriber/generator.cjs') as (
    tree: Tree,
    options: Options,
  ) => Promise<unknown>;
  const tree = createTree();
  tree.write('package.json', JSON.stringify(readRootManifest()));
  tree.write('tsconfig.json', JSON.stringify({ files: [], references: [{ path: 'libs/contracts' }] }));
  // The file of this name that a new tree has would be stronger.
  tree.write('.prettierrc', readFileSync(join(ROOT, '.prettierrc.json')));
  tree.write('examples/taken/package.json', '{}');
  await subscriber(tree, options);
  return new Map(
    tree
      .listChanges()
      .filter(({ path }) => path !== '.prettierrc')
      .map(({ path, content }) => [path, content?.toString() ?? '']),
  );
};

const COPIED = ['tsconfig.base.json', 'eslint.config.mjs', 'jest.config.mjs', 'nx.json', '.prettierrc.json'];
const LINKED = ['node_modules', 'libs', 'tools'];

/** A workspace of its own with what was generated in it; dependencies and libs are those of the repository. */
export const workspaceWith = (files: Map<string, string>): { folder: string; remove: () => void } => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'portico-generated-')));
  for (const name of COPIED) cpSync(join(ROOT, name), join(folder, name));
  for (const name of LINKED) symlinkSync(join(ROOT, name), join(folder, name));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

/** Runs a program of `node_modules` in a folder; gives its exit code and what it said. */
export const run = async (folder: string, program: string, args: string[]) =>
  await new Promise<{ code: number | null; said: string }>((resolve, reject) => {
    const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
    const child = spawn(process.execPath, [...flags, join(folder, 'node_modules', program), ...args], {
      cwd: folder,
      env: { ...process.env, NX_DAEMON: 'false', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });
