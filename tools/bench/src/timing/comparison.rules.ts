import { median } from '../figures/statistics.rules.ts';

/** What the times of two kinds of answers tell about each other. */
export interface Comparison {
  /** Median of the others less that of the base. */
  differenceMs: number;
  /** 95 % of the differences that drawing the same tries again would give (bootstrap percentiles). */
  fromMs: number;
  toMs: number;
  /** How often one of the others takes longer than one of the base; a half tells nothing. */
  slower: number;
  /** How likely so uneven an order is by chance alone (Mann-Whitney, two-sided). */
  p: number;
}

const DRAWS = 1000;
const SEED = 0x9e3779b9;

/** Compares the times of two kinds of answers. Needs some of each; gives the same for the same. */
export const compare = (base: number[], others: number[]): Comparison => {
  const random = randomFrom(SEED);
  const differences = Float64Array.from(
    { length: DRAWS },
    () => medianOfDraw(others, random) - medianOfDraw(base, random),
  ).sort();
  return {
    differenceMs: median(others) - median(base),
    fromMs: differences[Math.floor(DRAWS * 0.025)] ?? 0,
    toMs: differences[Math.ceil(DRAWS * 0.975) - 1] ?? 0,
    ...rankTest(base, others),
  };
};

/** The median of as many values drawn among these, each as often as chance has it. */
const medianOfDraw = (values: number[], random: () => number): number => {
  const drawn = Float64Array.from(values, () => values[Math.floor(random() * values.length)] ?? 0).sort();
  const middle = drawn.length / 2;
  return ((drawn[Math.ceil(middle) - 1] ?? 0) + (drawn[Math.floor(middle)] ?? 0)) / 2;
};

/** Mann and Whitney, On a test of whether one of two random variables is stochastically larger, 1947; with ties. */
const rankTest = (base: number[], others: number[]): Pick<Comparison, 'slower' | 'p'> => {
  const all = [...base.map((ms) => ({ ms, other: false })), ...others.map((ms) => ({ ms, other: true }))];
  all.sort((a, b) => a.ms - b.ms);
  let rankSum = 0;
  let tied = 0;
  for (let first = 0; first < all.length;) {
    let next = first;
    while (next < all.length && all[next]?.ms === all[first]?.ms) next += 1;
    const equal = all.slice(first, next);
    rankSum += equal.filter(({ other }) => other).length * ((first + 1 + next) / 2);
    tied += equal.length ** 3 - equal.length;
    first = next;
  }
  const [n, m, both] = [others.length, base.length, all.length];
  const u = rankSum - (n * (n + 1)) / 2;
  const deviation = Math.sqrt(((n * m) / 12) * (both + 1 - tied / (both * (both - 1))));
  const z = deviation === 0 ? 0 : Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / deviation;
  return { slower: u / (n * m), p: twoSided(z) };
};

/** How likely a normal value is farther from the middle: Abramowitz and Stegun 7.1.26, off by at most 1.5e-7. */
const twoSided = (z: number): number => {
  const x = z / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const factors = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429];
  return factors.reduce((sum, factor, power) => sum + factor * t ** (power + 1), 0) * Math.exp(-x * x);
};

/** Mulberry32: the same draws every time, so that the same tries give the same interval. */
const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** The largest difference of medians that is taken for none: far below what a network adds by itself. */
export const BOUND_MS = 5;

export type Verdict = 'alike' | 'different' | 'open';

/** Alike where the whole interval is within the bound, different where it is all beyond, open with too few tries. */
export const judge = ({ fromMs, toMs }: Comparison): Verdict => {
  if (fromMs > -BOUND_MS && toMs < BOUND_MS) return 'alike';
  return fromMs >= BOUND_MS || toMs <= -BOUND_MS ? 'different' : 'open';
};
