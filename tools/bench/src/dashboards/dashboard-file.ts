import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '@portico/launcher';

/** The folder of the dashboards and the alert rules. */
export const MONITORING = join(ROOT, 'k8s', 'components', 'monitoring');

/** A panel as Grafana's file has it, as much of it as is drawn. */
export interface Panel {
  title: string;
  type: 'timeseries' | 'stat';
  mayBeEmpty?: true;
  fieldConfig: { defaults: { unit: string } };
  targets: { expr: string; legendFormat: string }[];
}

/** A dashboard with the name of its file. */
export interface DashboardFile {
  name: string;
  title: string;
  panels: Panel[];
}

/** Every dashboard of the repository. */
export const readDashboards = (): DashboardFile[] => {
  const folder = join(MONITORING, 'dashboards');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const { title, panels } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as DashboardFile;
      return { name: file.replace('.json', ''), title, panels };
    });
};
