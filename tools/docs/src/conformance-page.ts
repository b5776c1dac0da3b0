import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Outcome = 'passed' | 'review' | 'warning' | 'skipped' | 'failed';

/** A module of the suite and what the last recorded replay found (`docs/conformance.json`). */
export interface ModuleResult {
  name: string;
  checks: string;
  portico: string;
  because?: string;
  outcome: Outcome;
  skipped?: string;
  conditions: number;
  notMet: { name: string; outcome: 'warning' | 'failed'; found?: string }[];
}

interface Report {
  suite: { name: string; repository: string; commit: string; date: string };
  differences: { name: string; what: string; because: string }[];
  plans: { name: string; profile: string; modules: ModuleResult[] }[];
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

const RESULTS: Record<Outcome, (module: ModuleResult) => string> = {
  passed: ({ conditions }) => `passes (${count(conditions, 'condition', 'conditions')})`,
  review: ({ conditions }) =>
    `passes (${count(conditions, 'condition', 'conditions')}); the suite asks for a picture of the page`,
  warning: ({ conditions, notMet }) =>
    `passes, with ${count(notMet.length, 'warning', 'warnings')} in ${count(conditions, 'condition', 'conditions')}: ${named(notMet)}`,
  skipped: ({ skipped = '' }) => `skipped by the suite’s own rule: ${skipped}`,
  failed: ({ conditions, notMet }) =>
    `**differs** in ${notMet.length} of ${count(conditions, 'condition', 'conditions')}: ${named(notMet)}`,
};

const named = (notMet: ModuleResult['notMet']): string =>
  notMet.map(({ name, found }) => `\`${name}\`${found ? ` (found: ${found})` : ''}`).join(', ');

/** What the page says of a module: the result, and the reason where it does not simply pass. */
export const toResult = (module: ModuleResult): string =>
  [RESULTS[module.outcome](module), module.because].filter(Boolean).join('. ').replaceAll('..', '.');

const SUMMARY: readonly [Outcome[], one: string, many: string][] = [
  [['passed', 'review'], 'passes', 'pass'],
  [['warning'], 'passes with a warning', 'pass with a warning'],
  [['skipped'], 'is skipped by the suite’s own rule', 'are skipped by the suite’s own rules'],
  [['failed'], 'differs', 'differ'],
];

const toSummary = (modules: ModuleResult[]): string => {
  const parts = SUMMARY.map(([outcomes, one, many]) => ({
    number: modules.filter(({ outcome }) => outcomes.includes(outcome)).length,
    one,
    many,
  })).filter(({ number }) => number > 0);
  const said = parts.map(({ number, one, many }) => count(number, one, many)).join(', ');
  return `${count(modules.length, 'module', 'modules')}: ${said}.`;
};

const toPlan = ({ name, profile, modules }: Report['plans'][number]): string => {
  const rows = modules.map(
    (module) =>
      `| \`${module.name}\` | ${cell(module.checks)} | ${cell(module.portico)} | ${cell(toResult(module))} |`,
  );
  const head = [
    '| module | what the suite checks | what Portico does | result |',
    '| --- | --- | --- | --- |',
  ];
  return [`## ${profile}`, `\`${name}\`. ${toSummary(modules)}`, [...head, ...rows].join('\n')].join('\n\n');
};

/** `docs/conformance.md`: the modules of the OpenID Foundation's suite and what Portico does at each. */
export const renderConformance = (root: string): string => {
  const { suite, differences, plans } = JSON.parse(
    readFileSync(join(root, 'docs/conformance.json'), 'utf8'),
  ) as Report;
  return [
    '# Conformance',
    '<!-- Generated from conformance.json by `npm run docs`; the tests that replay the modules write that file. -->',
    `The modules of four certification plans of the [${suite.name}](${suite.repository}) for OpenID Providers, read at its commit
[\`${suite.commit.slice(0, 10)}\`](${suite.repository}/-/commit/${suite.commit}) of ${suite.date}, with a client that is
registered beforehand; and of the Dynamic OP plan those that send a request to be refused. A test replays the conditions of each module against a whole broker with its PostgreSQL and NATS
([\`apps/broker/src/conformance\`](../apps/broker/src/conformance)), compares what it finds with this page, and fails where
a module does not pass and no reason is given. \`npm run conformance\` writes the page anew. The names of modules and
conditions are the suite’s; conditions in plain words are the replay’s own. This is no certificate: that takes the suite itself, run against a deployment.`,
    `The replay reaches the broker as a proxy that ends TLS does: the issuer is https, the connection is not. What the suite
says of TLS itself is therefore not in it. Somebody signs in with a password at the broker’s own pages.`,
    '## What every module meets',
    differences.map(({ name, what, because }) => `* **${name}.** ${what} ${because}`).join('\n'),
    ...plans.map(toPlan),
    '',
  ].join('\n\n');
};
