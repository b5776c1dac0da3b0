import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `npm run bench -- --write` has measured, as far as sizes follow from it. */
interface Benchmark {
  at: string;
  systems: { name: string; cpuMs: number; postgresMs: number; memoryMib: number }[];
}

const BEGIN = '<!-- sizes: computed from docs/benchmarks.json by `npm run docs` -->';
const END = '<!-- end of sizes -->';

/** Logins a second at the peak. */
const RATES = [1, 10, 25, 50, 100, 250];
/** docs/benchmarks.md: identity is a seventh of the whole. */
const IDENTITY_SHARE = 1 / 7;
/** argon2id as OWASP recommends it: apps/identity/src/passwords/argon2.client.ts. */
const PASSWORD_MS = 25;
/** Node computes on one core, and the scalers add a pod at this much of it. */
const CORE_OF_A_POD = 0.6;
const FEWEST = 2;
/** The pool of a process: libs/service-kit/src/database.module.ts. */
const POOL = 10;
/** sso-config and dashboard, which logins hardly reach. */
const OTHERS = 2 * FEWEST;

/** So many that the load is borne when one of them is away. */
const podsFor = (cores: number): number => Math.max(FEWEST, Math.ceil(cores / CORE_OF_A_POD) + 1);

const rowOf = (rate: number, { cpuMs, postgresMs }: Benchmark['systems'][number]): string => {
  const cores = (rate * cpuMs) / 1000;
  const brokers = podsFor(cores * (1 - IDENTITY_SHARE));
  const identities = podsFor(cores * IDENTITY_SHARE);
  const byPassword = podsFor(cores * IDENTITY_SHARE + (rate * PASSWORD_MS) / 1000);
  const cells = [
    String(rate),
    cores.toFixed(2),
    String(brokers),
    String(identities),
    String(byPassword),
    ((rate * postgresMs) / 1000).toFixed(2),
    String((brokers + byPassword + OTHERS) * POOL),
  ];
  return `| ${cells.join(' | ')} |`;
};

const HEAD = [
  'logins a second',
  'cores of the services',
  'brokers',
  'identities',
  'identities, where all sign in by password',
  'cores of PostgreSQL',
  'connections to PostgreSQL, at most',
];

/** `docs/sizing.md` with the table of sizes that follows from the last benchmark. */
export const renderSizing = (root: string): string => {
  const { at, systems } = JSON.parse(readFileSync(join(root, 'docs/benchmarks.json'), 'utf8')) as Benchmark;
  const portico = systems.find(({ name }) => name === 'Portico');
  const [before, rest] = readFileSync(join(root, 'docs/sizing.md'), 'utf8').split(BEGIN);
  const after = rest?.split(END)[1];
  if (!portico || before === undefined || after === undefined)
    throw new Error('docs/sizing.md has lost its markers, or docs/benchmarks.json its figures');
  const { cpuMs, postgresMs, memoryMib } = portico;
  const lines = [
    `Measured ${at.slice(0, 10)}: a login by single sign-on costs ${cpuMs.toFixed(1)} ms of the services' CPU and ` +
      `${postgresMs.toFixed(1)} ms of PostgreSQL's; one broker, one identity and one sso-config together have ` +
      `${Math.round(memoryMib)} MiB under full load.`,
    '',
    `| ${HEAD.join(' | ')} |`,
    `| ${HEAD.map(() => '---:').join(' | ')} |`,
    ...RATES.map((rate) => rowOf(rate, portico)),
  ];
  return `${before}${BEGIN}\n\n${lines.join('\n')}\n\n${END}${after}`;
};
