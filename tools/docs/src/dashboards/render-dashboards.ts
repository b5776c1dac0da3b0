import { LOGINS } from './logins.ts';
import { MESSAGING } from './messaging.ts';
import type { Dashboard, Panel } from './panel.ts';
import { PROVIDERS } from './providers.ts';
import { RESOURCES } from './resources.ts';

/** Every dashboard, in the order in which somebody on call looks at them. */
export const DASHBOARDS: readonly Dashboard[] = [LOGINS, PROVIDERS, MESSAGING, RESOURCES];

const WIDTH = 12;
const HEIGHT = 8;
const SOURCE = { type: 'prometheus', uid: '${datasource}' };

const toPanel = ({ title, says, unit, lines, now, quiet }: Panel, index: number): object => ({
  id: index + 1,
  type: now ? 'stat' : 'timeseries',
  title,
  description: says,
  // Grafana passes by what it does not know; `npm run dashboards` fails on an empty picture without it.
  ...(quiet && { mayBeEmpty: true }),
  datasource: SOURCE,
  gridPos: { x: (index % 2) * WIDTH, y: Math.floor(index / 2) * HEIGHT, w: WIDTH, h: HEIGHT },
  fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
  options: now ? {} : { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
  targets: lines.map(([legendFormat, expr], at) => ({
    refId: String.fromCharCode(65 + at),
    datasource: SOURCE,
    expr,
    legendFormat,
  })),
});

const toJson = ({ uid, title, says, panels }: Dashboard): object => ({
  uid,
  title,
  description: says,
  tags: ['portico'],
  schemaVersion: 39,
  version: 1,
  editable: false,
  refresh: '30s',
  time: { from: 'now-1h', to: 'now' },
  templating: {
    list: [{ name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Prometheus', hide: 0 }],
  },
  panels: panels.map(toPanel),
});

/** `k8s/components/monitoring/dashboards/*.json`, as Grafana takes them. */
export const renderDashboards = (): Record<string, string> =>
  Object.fromEntries(
    DASHBOARDS.map((dashboard) => [
      `k8s/components/monitoring/dashboards/${dashboard.uid.replace('portico-', '')}.json`,
      `${JSON.stringify(toJson(dashboard), null, 2)}\n`,
    ]),
  );
