import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { manifestsOf } from './damage.fixture.ts';
import { K8S } from './folders.ts';
import { ofKind, workloadsOf } from './manifests.ts';
import { PROMETHEUS_RULE, renderPrometheusRule } from './prometheus-rule.ts';

const folder = join(K8S, 'components/monitoring');
const dashboards = readdirSync(join(folder, 'dashboards'));
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

interface Endpoint {
  relabelings: { sourceLabels: string[]; targetLabel: string; replacement: string }[];
}

describe('k8s/components/monitoring', () => {
  const manifests = manifestsOf('prod');

  it('gives the operator the alerts of today (else: npm run k8s)', () => {
    expect(readFileSync(PROMETHEUS_RULE, 'utf8')).toBe(renderPrometheusRule());
    const [rule] = ofKind(manifests, 'PrometheusRule');
    expect(rule?.spec).toEqual(parse(read('alerts.yaml')));
  });

  it('brings every dashboard', () => {
    const [map] = ofKind(manifests, 'ConfigMap').filter(
      ({ metadata }) => metadata.labels?.['grafana_dashboard'] === '1',
    );
    expect(Object.keys(map?.data ?? {}).sort()).toEqual(dashboards.sort());
  });

  it('names the jobs as alerts and dashboards look for them', () => {
    const [monitor] = ofKind<{ podMetricsEndpoints: Endpoint[] }>(manifests, 'PodMonitor');
    const [relabeling] = monitor!.spec.podMetricsEndpoints[0]!.relabelings;
    expect(relabeling!.sourceLabels).toEqual(['__meta_kubernetes_pod_label_app_kubernetes_io_name']);
    const jobs = workloadsOf(manifests)
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ name }) => relabeling!.replacement.replace('$1', name));
    const texts = [read('alerts.yaml'), ...dashboards.map((file) => read(`dashboards/${file}`))];
    const wanted = texts.flatMap((text) =>
      [...text.matchAll(/\bjob=~?\\?"([^"\\]+)/g)].map(([, job]) => job!),
    );
    expect(wanted.length).toBeGreaterThan(0);
    for (const pattern of new Set(wanted)) {
      const matching = jobs.filter((job) => new RegExp(`^(?:${pattern})$`).test(job));
      expect({ pattern, matching: matching.length > 0 }).toEqual({ pattern, matching: true });
    }
  });
});
