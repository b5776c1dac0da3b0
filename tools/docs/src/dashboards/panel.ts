/** What a panel's values are: Grafana's own names of units. */
export type Unit = 'short' | 'ops' | 's' | 'percentunit' | 'bytes' | 'none';

/** One line of a panel: what it is called (`{{label}}` is filled in) and the PromQL that gives it. */
export type Line = readonly [legend: string, query: string];

/** One picture of a dashboard. */
export interface Panel {
  title: string;
  /** What it shows, and what is good. */
  says: string;
  unit: Unit;
  lines: readonly Line[];
  /** Stands as one number instead of over time. */
  now?: true;
  /** May be empty on a house where all is well. */
  quiet?: true;
}

/** A dashboard, before it is written the way that Grafana wants it. */
export interface Dashboard {
  uid: string;
  title: string;
  says: string;
  panels: readonly Panel[];
}

/** Time per second over the interval that the picture is drawn with. */
export const rate = (metric: string): string => `rate(${metric}[$__rate_interval])`;

/** What part of the logins that these matchers choose was completed; 0 where none was, not nothing. */
export const completedOf = (by: string, matchers: string): string => {
  const all = `sum by (${by}) (${rate(`portico_logins_total{${matchers}}`)})`;
  const done = `sum by (${by}) (${rate(`portico_logins_total{${[matchers, 'result="completed"'].filter(Boolean).join(', ')}}`)})`;
  return `(${done} or ${all} * 0) / ${all}`;
};

/** The time that so many of a hundred stay under, by these labels. */
export const quantile = (part: number, metric: string, by: readonly string[] = []): string =>
  `histogram_quantile(${String(part)}, sum by (${['le', ...by].join(', ')}) (${rate(`${metric}_bucket`)}))`;
