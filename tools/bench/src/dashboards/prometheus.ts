import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  freePorts,
  type House,
  prometheusBinary,
  type Progress,
  readLauncherEnvironment,
} from '@portico/launcher';
import { stringify } from 'yaml';
import { MONITORING } from './dashboard-file.ts';

/** How often Prometheus looks: often, as the load is short. */
export const SCRAPE_SECONDS = 2;
/** What stands for Grafana's `$__rate_interval`: four looks and a bit. */
const RATE_INTERVAL = '12s';

/** A line that a query gave: its labels, and a value for each moment in seconds since 1970. */
export interface Series {
  metric: Record<string, string>;
  values: [time: number, value: string][];
}

/** A period in seconds since 1970. */
export interface Period {
  start: number;
  end: number;
}

interface Answer<T> {
  status: string;
  error?: string;
  data: T;
}

interface Rules {
  groups: { rules: { name: string; health: string; lastError?: string }[] }[];
}

/** `portico-broker` for `broker-1`. */
const jobOf = (process: string): string => `portico-${process.replace(/-\d+$/, '')}`;

/** A Prometheus of the house, which looks at its management ports and evaluates the alert rules. */
export class Prometheus {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  static async start(
    house: House,
    management: Record<string, string>,
    progress: Progress,
  ): Promise<Prometheus> {
    const program = await prometheusBinary(house.group, readLauncherEnvironment(), progress);
    const [port = 0] = await freePorts(1);
    const folder = house.folder.path;
    const file = join(folder, 'prometheus.yml');
    writeFileSync(file, stringify(configurationOf(management)));
    const url = `http://127.0.0.1:${port}`;
    await house.group.start({
      name: 'prometheus',
      command: program,
      args: [
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(folder, 'prometheus')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=warn',
      ],
      env: {},
      logFile: join(house.folder.logs, 'prometheus.log'),
      isReady: async () =>
        await fetch(`${url}/-/ready`).then(
          ({ ok }) => ok,
          () => false,
        ),
    });
    return new Prometheus(url);
  }

  /** What a panel's query gives over a period. Throws what Prometheus says against it. */
  async range(query: string, { start, end }: Period): Promise<Series[]> {
    const parameters = new URLSearchParams({
      query: query.replaceAll('$__rate_interval', RATE_INTERVAL),
      start: String(start),
      end: String(end),
      step: String(SCRAPE_SECONDS),
    });
    const { result } = await this.ask<{ result: Series[] }>(`query_range?${parameters.toString()}`);
    return result;
  }

  /** The alert rules that Prometheus cannot evaluate, with the reason; and how many there are. */
  async rules(): Promise<{ count: number; faults: string[] }> {
    const { groups } = await this.ask<Rules>('rules?type=alert');
    const rules = groups.flatMap((group) => group.rules);
    const faults = rules
      .filter(({ health }) => health !== 'ok')
      .map(({ name, health, lastError }) => `alert ${name}: ${health} ${lastError ?? ''}`);
    return { count: rules.length, faults };
  }

  private async ask<T>(path: string): Promise<T> {
    const answer = (await (await fetch(`${this.url}/api/v1/${path}`)).json()) as Answer<T>;
    if (answer.status !== 'success') throw new Error(answer.error ?? answer.status);
    return answer.data;
  }
}

const configurationOf = (management: Record<string, string>): object => ({
  global: { scrape_interval: `${SCRAPE_SECONDS}s`, evaluation_interval: `${SCRAPE_SECONDS}s` },
  rule_files: [join(MONITORING, 'alerts.yaml')],
  scrape_configs: [...new Set(Object.keys(management).map(jobOf))].map((job) => ({
    job_name: job,
    static_configs: Object.entries(management)
      .filter(([name]) => jobOf(name) === job)
      .map(([name, url]) => ({ targets: [new URL(url).host], labels: { instance: name } })),
  })),
});
