import { Counter, Gauge, Histogram, register } from 'prom-client';

/** Every value that a label may have, or where they are too many to name, one sentence on what keeps them few. */
export type LabelValues = readonly string[] | string;

/** What a figure tells, and everything that its labels may say. No label ever names a tenant, a person or a connection. */
export interface FigureFacts<L extends string = string> {
  name: string;
  help: string;
  labels?: Readonly<Record<L, LabelValues>>;
}

/** A figure as the documentation and the tests of its readers see it. */
export interface DescribedFigure {
  name: string;
  type: 'counter' | 'gauge' | 'histogram';
  help: string;
  labels: Readonly<Record<string, LabelValues>>;
}

const described = new Map<string, DescribedFigure>();

const describe = <L extends string>(
  type: DescribedFigure['type'],
  { name, help, labels }: FigureFacts<L>,
): { name: string; help: string; labelNames: L[] } => {
  described.set(name, { name, type, help, labels: labels ?? {} });
  return { name, help, labelNames: Object.keys(labels ?? {}) as L[] };
};

/** What a module that is loaded a second time finds under its figure's name. */
const known = <F>(name: string): F | undefined => register.getSingleMetric(name) as F | undefined;

/** A figure that only grows. */
export const counter = <L extends string = never>(facts: FigureFacts<L>): Counter<L> => {
  const configuration = describe('counter', facts);
  return known<Counter<L>>(facts.name) ?? new Counter<L>(configuration);
};

/** A figure of now; `collect` sets it at each scrape. */
export const gauge = <L extends string = never>(
  facts: FigureFacts<L>,
  collect?: (this: Gauge<L>) => void,
): Gauge<L> => {
  const configuration = describe('gauge', facts);
  return known<Gauge<L>>(facts.name) ?? new Gauge<L>({ ...configuration, ...(collect && { collect }) });
};

/** How long things take, in seconds. */
export const histogram = <L extends string = never>(
  facts: FigureFacts<L>,
  buckets: number[],
): Histogram<L> => {
  const configuration = describe('histogram', facts);
  return known<Histogram<L>>(facts.name) ?? new Histogram<L>({ ...configuration, buckets });
};

/** Every figure of the modules that are loaded, by name. */
export const describeFigures = (): DescribedFigure[] =>
  [...described.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
