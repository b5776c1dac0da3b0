import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { K8S } from './folders.ts';

const MONITORING = join(K8S, 'components/monitoring');

/** The alert rules, as Prometheus and promtool read them. */
export const ALERTS = join(MONITORING, 'alerts.yaml');

/** The same, as the Prometheus operator reads them. */
export const PROMETHEUS_RULE = join(MONITORING, 'prometheus-rule.yaml');

/** Wraps the alert rules for the operator, which kustomize cannot. */
export const renderPrometheusRule = (alerts = readFileSync(ALERTS, 'utf8')): string => {
  const rule = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'portico' },
    spec: parse(alerts) as unknown,
  };
  return `# Made of alerts.yaml by \`npm run k8s\`. Do not edit.\n${stringify(rule, { lineWidth: 0 })}`;
};
