import type { countItems, Item, Note } from './report.rules.js';

/** The whole report. */
export interface Report {
  applied: boolean;
  counts: ReturnType<typeof countItems>;
  items: Item[];
  /** What holds for the pool as a whole. */
  notes: Note[];
  /** Where the secrets of new applications are; null where none was made. */
  secretsFile: string | null;
}

const WORDS: Readonly<Record<Item['outcome'], readonly [planned: string, done: string]>> = {
  create: ['to make', 'made'],
  complete: ['to complete', 'completed'],
  unchanged: ['unchanged', 'unchanged'],
  left_out: ['left out', 'left out'],
  refused: ['refused', 'refused'],
};
const NAMED_AT_MOST = 10;

/** The report for a person at a terminal: each connection and application, and users by what is to be said of them. */
export const reportLines = (report: Report): string[] => {
  const { applied, items, notes } = report;
  const users = items.filter(({ kind }) => kind === 'user');
  return [
    applied ? 'Done.' : 'Nothing was changed: this is what --apply would do.',
    '',
    ...countLines(report),
    ...items.filter(({ kind }) => kind !== 'user').flatMap((item) => itemLines(item, applied)),
    ...userLines(users),
    ...(notes.length > 0 ? ['', 'For everybody'] : []),
    ...notes.map(noteLine),
    ...(report.secretsFile ? ['', `The secrets of new applications are in ${report.secretsFile}.`] : []),
  ];
};

const countLines = ({ counts, applied }: Report): string[] =>
  Object.entries(counts).map(([kind, outcomes]) => {
    const told = Object.entries(outcomes).map(
      ([outcome, count]) => `${count} ${wordOf(outcome as Item['outcome'], applied)}`,
    );
    return `${`${kind}s`.padEnd(13)}${told.join(', ') || 'none'}`;
  });

const wordOf = (outcome: Item['outcome'], applied: boolean): string => WORDS[outcome][applied ? 1 : 0];

const noteLine = ({ code, text }: Note): string => `  - ${text} [${code}]`;

const itemLines = ({ kind, name, tenant, outcome, notes }: Item, applied: boolean): string[] => [
  '',
  `${kind} ${name}${tenant !== undefined && kind !== 'tenant' ? ` of ${tenant}` : ''}: ${wordOf(outcome, applied)}`,
  ...notes.map(noteLine),
];

/** A pool has too many users to tell one by one: --json does. */
const userLines = (users: readonly Item[]): string[] => {
  const byCode = new Map<string, { text: string; names: string[] }>();
  for (const { name, notes } of users)
    for (const { code, text } of notes) {
      const group = byCode.get(code) ?? { text, names: [] };
      group.names.push(name);
      byCode.set(code, group);
    }
  if (byCode.size === 0) return [];
  return [
    '',
    'users, by what is to be said of them',
    ...[...byCode].flatMap(([code, { text, names }]) => [
      `  - ${names.length} ${code}: ${names.slice(0, NAMED_AT_MOST).join(', ')}${names.length > NAMED_AT_MOST ? ', …' : ''}`,
      `      ${names.length > 1 ? 'such as: ' : ''}${text}`,
    ]),
  ];
};
