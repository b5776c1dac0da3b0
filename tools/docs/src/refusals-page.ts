import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CODES, isCode } from '@portico/contracts';
import { type NamedCode, readNamedCodes } from './named-codes.ts';

interface Proved extends NamedCode {
  path: string;
}

/** Tests from the widest to the narrowest: the page shows the widest that there is. */
const TIERS: readonly [name: string, suffix: string][] = [
  ['whole house', '.e2e.ts'],
  ['real servers', '.int.spec.ts'],
  ['rule', '.spec.ts'],
];

const tierOf = (path: string): number => TIERS.findIndex(([, suffix]) => path.endsWith(suffix));

const sourcesOf = (root: string): string[] =>
  ['apps', 'examples', 'libs', 'tools'].flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
      .filter((path) => !/(^|\/)(node_modules|dist)\//.test(path)),
  );

const isCatalogue = (path: string): boolean => path.endsWith('contracts/src/codes.ts');

/** Whether a part of the product says the code: a code that nothing says needs no test yet. */
const readRaised = (root: string, paths: string[]): Set<string> =>
  new Set(
    paths
      .filter((path) => /^(apps|libs)\//.test(path) && tierOf(path) < 0 && !isCatalogue(path))
      .filter((path) => !/^(apps\/e2e|libs\/testing)\/|\.fixture\.ts$/.test(path))
      .flatMap((path) => readFileSync(join(root, path), 'utf8').match(/(?<=')[a-z_0-9]+(?=')/g) ?? [])
      .filter(isCode),
  );

/** The test of each code: the widest, and of those the first by path. */
const readTests = (root: string, paths: string[]): Map<string, Proved> => {
  const tests = paths
    .filter((path) => tierOf(path) >= 0)
    .sort((a, b) => tierOf(a) - tierOf(b) || (a < b ? -1 : 1))
    .flatMap((path) => readNamedCodes(join(root, path), isCode).map((named) => ({ ...named, path })));
  // What a helper of a file expects is told by the tests that use it.
  return new Map(
    tests
      .filter(({ test }) => test !== '')
      .reverse()
      .map((test) => [test.code, test]),
  );
};

/** What of the catalogue is said by the product, and which test provokes it. */
export const readRefusals = (root: string): { code: string; isRaised: boolean; test?: Proved }[] => {
  const paths = sourcesOf(root);
  const raised = readRaised(root, paths);
  const tests = readTests(root, paths);
  return Object.keys(CODES).map((code) => ({ code, isRaised: raised.has(code), test: tests.get(code) }));
};

const plain = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');

/** `docs/security/refusals.md`: every refusal and a test that provokes it. */
export const renderRefusals = (root: string): string => {
  const rows = readRefusals(root).map(({ code, isRaised, test }) => {
    if (!test) return `| \`${code}\` | ${isRaised ? '**none**' : 'nothing says it yet'} | | |`;
    const [tier = ''] = TIERS[tierOf(test.path)] ?? [];
    return `| \`${code}\` | ${tier} | ${plain(test.test)} | [\`${test.path}\`](../../${test.path}) |`;
  });
  return [
    '# Refusals and their tests',
    '<!-- Generated from the tests by `npm run docs`. -->',
    `Every code of the [error catalogue](../errors.md) with one test that expects it: the widest there is, though most codes
have more. "Whole house" goes through a browser or an API of running services, "real servers" is one service with its
Postgres and NATS, "rule" is a pure decision. \`npm test\` fails where the product says a code that no test expects.`,
    ['| code | tier | test | file |', '| --- | --- | --- | --- |', ...rows].join('\n'),
    '',
  ].join('\n\n');
};
