/** What round values of a unit are round in. */
const baseOf = (largest: number, unit: string): number => {
  if (unit === 'bytes') return 2 ** 20;
  return unit === 's' && largest > 86_400 ? 86_400 : 1;
};

/** Five round values from zero to at least the largest. */
export const toTicks = (largest: number, unit: string): number[] => {
  const base = baseOf(largest, unit);
  const wanted = largest > 0 ? largest / base : 1;
  const power = 10 ** Math.floor(Math.log10(wanted / 4));
  const step = [1, 2, 2.5, 5, 10].map((part) => part * power).find((size) => size * 4 >= wanted) ?? wanted;
  return [0, 1, 2, 3, 4].map((count) => count * step * base);
};

const scaled = (value: number, units: readonly (readonly [size: number, name: string])[]): string => {
  const [size, name] = units.find(([least]) => Math.abs(value) >= least) ?? units.at(-1) ?? [1, ''];
  return `${Number((value / size).toPrecision(3))}${name}`;
};

const SECONDS = [
  [86_400, ' d'],
  [3600, ' h'],
  [60, ' min'],
  [1, ' s'],
  [0.001, ' ms'],
] as const;
const BYTES = [
  [2 ** 30, ' GiB'],
  [2 ** 20, ' MiB'],
  [2 ** 10, ' KiB'],
  [1, ' B'],
] as const;

/** A value in Grafana's unit, as a person reads it. */
export const toText = (value: number, unit: string): string => {
  if (value === 0) return '0';
  if (unit === 's') return scaled(value, SECONDS);
  if (unit === 'bytes') return scaled(value, BYTES);
  if (unit === 'percentunit') return `${Number((value * 100).toPrecision(3))} %`;
  return `${Number(value.toPrecision(3))}${unit === 'ops' ? ' /s' : ''}`;
};
