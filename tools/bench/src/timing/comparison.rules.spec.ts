import { compare, judge } from './comparison.rules.ts';

/** So many values around a middle, without chance. */
const around = (middle: number, spread = 10, count = 200): number[] =>
  Array.from({ length: count }, (_, index) => middle + ((index * 7919) % count) * (spread / count));

describe(compare.name, () => {
  it('finds a difference of 6 ms among tries that are 10 ms apart, and is sure of it', () => {
    const found = compare(around(300), around(306));
    expect(found.differenceMs).toBeCloseTo(6, 5);
    expect(found.fromMs).toBeGreaterThan(5);
    expect(found.slower).toBeGreaterThan(0.85);
    expect(found.p).toBeLessThan(1e-6);
    expect(judge(found)).toBe('different');
  });

  it('finds none among the same', () => {
    const found = compare(around(300), around(300));
    expect(found.differenceMs).toBe(0);
    expect(found.slower).toBeCloseTo(0.5, 10);
    expect(found.p).toBeGreaterThan(0.99);
    expect(judge(found)).toBe('alike');
  });

  it('says nothing for sure of a few tries', () => {
    const found = compare([300, 310, 290, 305], [301, 320, 295, 303]);
    expect(found.fromMs).toBeLessThan(0);
    expect(found.toMs).toBeGreaterThan(0);
    expect(found.p).toBeGreaterThan(0.3);
    expect(judge(found)).toBe('open');
  });

  it('counts ties by halves', () => {
    // By hand: the ranks of the others sum up to 32, so U is 17 of 20, and z is 6.5 / 4.0139.
    const { slower, p } = compare([1, 2, 2, 4], [2, 3, 5, 6, 7]);
    expect(slower).toBeCloseTo(0.85, 10);
    expect(p).toBeCloseTo(0.1054, 4);
  });

  it('gives the same for the same', () => {
    expect(compare(around(300), around(301))).toEqual(compare(around(300), around(301)));
  });
});
