import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '@portico/launcher';
import { readProfile } from './figures/profile.rules.ts';
import { describeMachine, figuresTable, profileTable, ratioLine, statementsTable } from './report.ts';
import type { BenchResult } from './run-bench.ts';

const FILE = join(ROOT, 'docs', 'benchmarks.md');
/** For docs/sizing.md, which `npm run docs` computes from it. */
const DATA = join(ROOT, 'docs', 'benchmarks.json');
const BEGIN = '<!-- figures: written by `npm run bench -- --write` -->';
const END = '<!-- end of figures -->';

const figures = (result: BenchResult): string =>
  [
    BEGIN,
    `${new Date().toISOString().slice(0, 10)}, ${describeMachine(result.postgresVersion)}.`,
    figuresTable(result.systems),
    ratioLine(result),
    ...Object.entries(result.profiles).map(([name, profile]) => profileTable(name, readProfile(profile))),
    'What one Portico login asks PostgreSQL, as `pg_stat_statements` counts it (what runs by itself is in it too):',
    statementsTable(result),
    END,
  ].join('\n\n');

/** Puts the figures between their marks in docs/benchmarks.md, and beside it for other pages; what people wrote around them stays. */
export const writePage = (result: BenchResult): void => {
  const page = existsSync(FILE) ? readFileSync(FILE, 'utf8') : `# Benchmarks\n\n${BEGIN}\n${END}\n`;
  const [before = '', rest = ''] = page.split(BEGIN);
  const after = rest.slice(rest.indexOf(END) + END.length);
  writeFileSync(FILE, `${before}${figures(result)}${after}`);
  const { systems, ratio } = result;
  const at = new Date().toISOString();
  const machine = describeMachine(result.postgresVersion);
  writeFileSync(DATA, `${JSON.stringify({ at, machine, ratio, systems }, undefined, 2)}\n`);
};
