import { cpus, totalmem, type as systemName, arch } from 'node:os';
import type { ProfileSummary } from './figures/profile.rules.ts';
import type { Figures } from './figures/results.ts';
import type { BenchResult } from './run-bench.ts';

/** What the figures were taken on. */
export const describeMachine = (postgresVersion: string): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ` +
  `${systemName()} ${arch()}, Node ${process.versions.node}, PostgreSQL ${postgresVersion}`;

type Column = [title: string, show: (figures: Figures) => string];

const COLUMNS: Column[] = [
  ['system', ({ name }) => name],
  ['logins per CPU-s', ({ loginsPerCpuSecond }) => loginsPerCpuSecond.toFixed(0)],
  ['CPU ms', ({ cpuMs }) => cpuMs.toFixed(2)],
  ['Postgres CPU ms', ({ postgresMs }) => postgresMs.toFixed(2)],
  ['statements', ({ statements }) => statements.toFixed(1)],
  ['writing commits', ({ writingTransactions }) => writingTransactions.toFixed(1)],
  [
    'p50 / p99 ms alone',
    ({ aloneP50Ms, aloneP99Ms }) => `${aloneP50Ms.toFixed(1)} / ${aloneP99Ms.toFixed(1)}`,
  ],
  ['p50 / p99 ms at 8', ({ p50Ms, p99Ms }) => `${p50Ms.toFixed(1)} / ${p99Ms.toFixed(1)}`],
  ['logins per s at 8', ({ loginsPerSecond }) => loginsPerSecond.toFixed(0)],
  ['RSS MiB', ({ memoryMib }) => memoryMib.toFixed(0)],
  ['logins', ({ logins }) => String(logins)],
  ['failed', ({ failures }) => String(failures.length)],
];

/** A table as Markdown has it. */
export const markdownTable = (titles: string[], rows: string[][]): string =>
  [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The table, as text that reads well in a terminal and in Markdown alike. */
export const figuresTable = (systems: Figures[]): string => {
  const titles = COLUMNS.map(([title]) => title);
  const rows = systems.map((figures) => COLUMNS.map(([, show]) => show(figures)));
  const widths = titles.map((title, index) =>
    Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const pad = (cells: string[]): string[] => cells.map((cell, index) => cell.padEnd(widths[index] ?? 0));
  const [head = [], ...body] = [titles, ...rows].map(pad);
  return markdownTable(head, body);
};

export const ratioLine = ({ ratio }: BenchResult): string =>
  `Portico does ${ratio.median.toFixed(2)} logins in the CPU time in which the bare libraries do one ` +
  `(rounds: ${ratio.rounds.map((value) => value.toFixed(2)).join(', ')}).`;

const MOST_PACKAGES = 20;

/** Where a process spends its time, a package a row, with its share. */
export const profileTable = (name: string, { workingMs, packages }: ProfileSummary): string => {
  const rows = packages
    .slice(0, MOST_PACKAGES)
    .map(([title, milliseconds]) => [title, `${((milliseconds / workingMs) * 100).toFixed(1)} %`]);
  return markdownTable([`${name}: self time`, 'share'], rows);
};

const MOST_STATEMENTS = 40;

/** What one login asks the database. */
export const statementsTable = ({ statements }: BenchResult): string => {
  const rows = statements
    .filter(({ calls }) => calls >= 0.05)
    .slice(0, MOST_STATEMENTS)
    .map(({ database, query, calls, milliseconds }) => [
      database.replace('portico_', ''),
      calls.toFixed(1),
      milliseconds.toFixed(3),
      `\`${query.replace(/\s+/g, ' ').replaceAll('|', '\\|').slice(0, 90)}\``,
    ]);
  return markdownTable(['database', 'times', 'ms', 'statement'], rows);
};
