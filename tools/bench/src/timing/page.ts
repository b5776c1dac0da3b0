import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '@portico/launcher';
import { markdownTable } from '../report.ts';
import { BOUND_MS, type Comparison, judge, type Verdict } from './comparison.rules.ts';
import type { Timed, TimedDoor } from './run-timing.ts';

const FILE = join(ROOT, 'docs', 'security', 'timing.md');
const BEGIN = '<!-- figures: written by `npm run timing` -->';
const END = '<!-- end of figures -->';

const TITLES = [
  'address',
  'tries',
  'median ms',
  'p95 ms',
  'difference of medians, 95 % interval',
  'slower than unknown',
  'Mann-Whitney p',
  'verdict',
];

const VERDICTS: Record<Verdict, string> = {
  alike: `alike: within ${BOUND_MS} ms`,
  different: `**different: more than ${BOUND_MS} ms**`,
  open: '**open: too few tries, or too busy a machine**',
};

/** What was measured at one door, as Markdown. */
export const doorTable = ({ kinds }: TimedDoor): string => markdownTable(TITLES, kinds.map(rowOf));

const rowOf = ({ name, tries, medianMs, p95Ms, comparison }: Timed): string[] => [
  name,
  String(tries),
  medianMs.toFixed(2),
  p95Ms.toFixed(2),
  ...(comparison ? columnsOf(comparison) : ['–', '–', '–', '–']),
];

const columnsOf = (comparison: Comparison): string[] => {
  const { differenceMs, fromMs, toMs, slower, p } = comparison;
  return [
    `${signed(differenceMs)} ms (${signed(fromMs)} to ${signed(toMs)})`,
    `${(slower * 100).toFixed(1)} %`,
    p < 0.001 ? '< 0.001' : p.toFixed(3),
    VERDICTS[judge(comparison)],
  ];
};

const signed = (ms: number): string => `${ms < 0 ? '−' : '+'}${Math.abs(ms).toFixed(2)}`;

/** Puts the figures between their marks in docs/security/timing.md; what people wrote around them stays. */
export const writePage = (doors: TimedDoor[], machine: string): void => {
  const [before = '', rest = ''] = readFileSync(FILE, 'utf8').split(BEGIN);
  const tables = doors.flatMap((door) => [`### At ${door.door.name}`, doorTable(door)]);
  const figures = [BEGIN, `${new Date().toISOString().slice(0, 10)}, ${machine}.`, ...tables, END];
  writeFileSync(FILE, `${before}${figures.join('\n\n')}${rest.slice(rest.indexOf(END) + END.length)}`);
};
