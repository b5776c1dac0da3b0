import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import type { DescribedFigure } from '@portico/service-kit';
import { DASHBOARDS } from './dashboards/render-dashboards.ts';

const ROOT = join(import.meta.dirname, '../../..');
const MONITORING = join(ROOT, 'k8s/components/monitoring');
const RUNBOOKS = join(ROOT, 'docs/runbooks');
const HEADINGS = ['What it means', 'How to look', 'What to do', 'When to stop'];

interface Alert {
  alert: string;
  expr: string;
  for: string;
  labels: { severity: string };
  annotations: { summary: string; description: string; runbook_url: string };
}

const figures = new Map(
  (JSON.parse(readFileSync(join(ROOT, 'docs/metrics.json'), 'utf8')) as DescribedFigure[]).map((figure) => [
    figure.name,
    figure,
  ]),
);
const { groups } = parse(readFileSync(join(MONITORING, 'alerts.yaml'), 'utf8')) as {
  groups: { rules: Alert[] }[];
};
const alerts = groups.flatMap(({ rules }) => rules);

/** What Prometheus itself and Node's own figures give. */
const FOREIGN =
  /^(up|nodejs_eventloop_lag_p99_seconds|nodejs_gc_duration_seconds_sum|process_(cpu_seconds_total|resident_memory_bytes))$/;
const OF_THE_SCRAPE = ['job', 'instance', 'le'];
const SELECTOR = /\b(portico_[a-z_]+|nodejs_[a-z_0-9]+|process_[a-z_]+|up)\b(?:\{([^}]*)\})?/g;
const MATCHER = /([a-z]+)(=~|!~|!=|=)"([^"]*)"/g;

const figureOf = (name: string): DescribedFigure | undefined => {
  const known = figures.get(name);
  const base = figures.get(name.replace(/_(bucket|count|sum)$/, ''));
  // A histogram has no sample of its bare name, and nothing else has those of a histogram.
  if (known) return known.type === 'histogram' ? undefined : known;
  return base?.type === 'histogram' ? base : undefined;
};

const faultsOfMatcher = (figure: DescribedFigure, label: string, value: string): string[] => {
  if (OF_THE_SCRAPE.includes(label)) return [];
  const values = figure.labels[label];
  if (values === undefined) return [`${figure.name} has no label ${label}`];
  if (typeof values === 'string') return [];
  return value
    .split('|')
    .filter((one) => !values.includes(one))
    .map((one) => `${figure.name}{${label}} is never ${one}`);
};

/** What a query names that the code does not have. */
const faultsOf = (query: string): string[] => {
  const selectors = [...query.matchAll(SELECTOR)];
  if (selectors.length === 0) return [`no figure in ${query}`];
  const labels = new Set(OF_THE_SCRAPE);
  const faults = selectors.flatMap(([, name = '', matchers = '']) => {
    if (FOREIGN.test(name)) return [];
    const figure = figureOf(name);
    if (!figure) return [`${name} does not exist`];
    for (const label of Object.keys(figure.labels)) labels.add(label);
    return [...matchers.matchAll(MATCHER)].flatMap(([, label = '', , value = '']) =>
      faultsOfMatcher(figure, label, value),
    );
  });
  const grouped = [...query.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, by = '']) => by.split(', '));
  return [...faults, ...grouped.filter((label) => !labels.has(label)).map((label) => `by (${label})`)];
};

describe(faultsOf.name, () => {
  it.each([
    'portico_no_such_total',
    'portico_question_seconds',
    'portico_logins_total{tenant="x"}',
    'portico_logins_total{hop=~"token|nowhere"}',
    'sum by (tenant) (portico_logins_total)',
    'vector(1)',
  ])('finds what is wrong with %s', (query) => {
    expect(faultsOf(query)).not.toEqual([]);
  });
});

describe('the dashboards', () => {
  const panels = DASHBOARDS.flatMap((dashboard) =>
    dashboard.panels.map((panel) => ({ ...panel, dashboard: dashboard.uid })),
  );

  it('have a uid of their own, and panels with a title of their own, a unit and an explanation', () => {
    const uids = DASHBOARDS.map(({ uid }) => uid);
    const titles = panels.map(({ dashboard, title }) => `${dashboard} ${title}`);
    expect(new Set(uids).size).toBe(uids.length);
    expect(new Set(titles).size).toBe(titles.length);
    expect(panels.filter(({ unit, says, lines }) => !unit || !says || lines.length === 0)).toEqual([]);
  });

  it.each(panels.flatMap(({ title, lines }) => lines.map(([, query]) => ({ title, query }))))(
    'ask for figures and labels that exist: $title',
    ({ query }) => {
      expect(faultsOf(query)).toEqual([]);
    },
  );

  it('name in a legend only what the query leaves', () => {
    const lost = panels.flatMap(({ title, lines }) =>
      lines.flatMap(([legend, query]) =>
        [...legend.matchAll(/\{\{(\w+)\}\}/g)]
          .filter(
            ([, label = '']) =>
              query.includes(' by (') && !new RegExp(`by \\([^)]*\\b${label}\\b`).test(query),
          )
          .map(([, label]) => `${title}: ${String(label)}`),
      ),
    );
    expect(lost).toEqual([]);
  });
});

describe('the alerts', () => {
  it.each(alerts)('$alert asks for what exists, waits, has a severity and says what it means', (alert) => {
    expect(faultsOf(alert.expr)).toEqual([]);
    expect(alert.for).toMatch(/^\d+[ms]$/);
    expect(['critical', 'warning', 'info']).toContain(alert.labels.severity);
    expect(alert.annotations.summary && alert.annotations.description).toBeTruthy();
  });

  it.each(alerts)('$alert has a runbook with everything in it', ({ alert, annotations }) => {
    const file = annotations.runbook_url.split('/').at(-1) ?? '';
    const page = readFileSync(join(RUNBOOKS, file), 'utf8');
    expect(page.startsWith(`# ${alert}\n`)).toBe(true);
    expect([...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(HEADINGS);
    for (const section of page.split(/^## /m).slice(1))
      expect(section.trim().split('\n').length).toBeGreaterThan(1);
  });

  it('are all that runbooks are about', () => {
    const pages = readdirSync(RUNBOOKS).filter((file) => file !== 'README.md');
    const wanted = alerts.map(({ annotations }) => annotations.runbook_url.split('/').at(-1));
    expect(pages.sort()).toEqual(wanted.sort());
    const index = readFileSync(join(RUNBOOKS, 'README.md'), 'utf8');
    expect(pages.filter((page) => !index.includes(`(${page})`))).toEqual([]);
  });

  it('have a test each of when they fire', () => {
    const tests = readFileSync(join(MONITORING, 'alerts.test.yaml'), 'utf8');
    expect(alerts.filter(({ alert }) => !tests.includes(alert)).map(({ alert }) => alert)).toEqual([]);
  });
});

const promtool = [join(ROOT, '.tools/prometheus/usr/bin'), ...(process.env['PATH'] ?? '').split(delimiter)]
  .map((folder) => join(folder, 'promtool'))
  .find((file) => existsSync(file));

describe('promtool', () => {
  // Another project's program: `npm run dashboards` unpacks it where the system has none.
  if (!promtool) {
    it('is not on this machine, so that only the figures in the rules are checked here', () => {
      expect(promtool).toBeUndefined();
    });
    return;
  }

  it.each([
    ['check', 'alerts.yaml'],
    ['test', 'alerts.test.yaml'],
  ])('is content: %s rules %s', (verb, file) => {
    const { status, stdout, stderr } = spawnSync(promtool, [verb, 'rules', file], {
      cwd: MONITORING,
      encoding: 'utf8',
    });
    expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
  });
});
