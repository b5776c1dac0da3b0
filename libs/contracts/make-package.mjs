import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Makes the folder that `npm pack` and `npm publish` take: compiled, without the workspace's own ways to its sources.
 * The workspace's package stays private, so that nobody publishes it by mistake.
 */
const here = import.meta.dirname;
const root = join(here, '../..');
const target = resolve(process.argv[2] ?? join(root, 'dist/contracts'));

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
execFileSync(
  process.execPath,
  [
    join(root, 'node_modules/typescript/bin/tsc'),
    ...['-p', join(here, 'tsconfig.package.json'), '--outDir', join(target, 'dist')],
  ],
  { stdio: 'inherit' },
);
for (const part of ['fixtures', 'schemas', 'README.md'])
  cpSync(join(here, part), join(target, part), { recursive: true });
cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
cpSync(join(root, 'CHANGELOG.md'), join(target, 'CHANGELOG.md'));

const { version, description, license, dependencies } = JSON.parse(
  readFileSync(join(here, 'package.json'), 'utf8'),
);
const entry = (name) => ({ types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` });
const published = {
  name: '@portico/contracts',
  version,
  description,
  keywords: ['single sign-on', 'portico', 'events', 'cloudevents', 'nats'],
  license,
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20' },
  exports: {
    '.': entry('index'),
    './fixtures': entry('fixtures'),
    './fixtures/*': './fixtures/*',
    './schemas/*': './schemas/*',
    './package.json': './package.json',
  },
  files: ['dist', 'fixtures', 'schemas', 'CHANGELOG.md'],
  // A range, so that a project that has zod already needs no second one.
  dependencies: { zod: `^${dependencies.zod}` },
};
writeFileSync(join(target, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
console.log(target);
