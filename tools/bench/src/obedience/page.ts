import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '@portico/launcher';
import { percentile } from '../figures/statistics.rules.ts';
import { markdownTable } from '../report.ts';
import type { Obedience } from './run-obedience.ts';

const FILE = join(ROOT, 'docs', 'sessions.md');
const BEGIN = '<!-- figures: written by `npm run obedience` -->';
const END = '<!-- end of figures -->';

const TITLES = ['seconds after the change', 'sessions', 'min', 'p50', 'p95', 'p99', 'max'];

const rowOf = (name: string, seconds: number[]): string[] => [
  name,
  String(seconds.length),
  ...[0, 0.5, 0.95, 0.99, 1].map((share) => percentile(seconds, share).toFixed(1)),
];

/** What was measured, as Markdown. */
export const obedienceTable = (measured: Obedience[]): string =>
  markdownTable(
    TITLES,
    measured.flatMap(({ name, endedSeconds, toldSeconds }) => [
      rowOf(`${name}: \`session.ended\` published`, endedSeconds),
      rowOf(`${name}: logout token delivered`, toldSeconds),
    ]),
  );

/** Puts the figures between their marks in docs/sessions.md; what people wrote around them stays. */
export const writePage = (measured: Obedience[], machine: string): void => {
  const [before = '', rest = ''] = readFileSync(FILE, 'utf8').split(BEGIN);
  const day = new Date().toISOString().slice(0, 10);
  const figures = [BEGIN, `${day}, ${machine}.`, obedienceTable(measured), END].join('\n\n');
  writeFileSync(FILE, `${before}${figures}${rest.slice(rest.indexOf(END) + END.length)}`);
};
