import { median, percentile } from '../figures/statistics.rules.ts';
import { compare, type Comparison } from './comparison.rules.ts';
import { type Door, type Kind, Visitor } from './door.ts';

/** The answers to one kind of address at one door. */
export interface Timed extends Kind {
  tries: number;
  medianMs: number;
  p95Ms: number;
  /** Held against the door's first kind; that one itself has none. */
  comparison?: Comparison;
}

export interface TimedDoor {
  door: Door;
  kinds: Timed[];
}

/** Several at once only to be done sooner: together they must leave the machine idle, or its queue is measured. */
const VISITORS = 5;
const WARM_UP = 10;

/** Tries every kind of a door so many times, in a new order by chance in each round, and compares. */
export const runTiming = async (
  door: Door,
  tries: number,
  addresses: ConstructorParameters<typeof Visitor>[0],
): Promise<TimedDoor> => {
  const times = door.kinds.map((): number[] => []);
  let left = tries;
  const visit = async (): Promise<void> => {
    const visitor = new Visitor(addresses);
    try {
      await visitor.open();
      for (let round = 0; round < WARM_UP; round += 1) await tryAll(visitor, door);
      while (left > 0) {
        left -= 1;
        for (const [index, ms] of await tryAll(visitor, door)) times[index]?.push(ms);
      }
    } finally {
      visitor.close();
    }
  };
  await Promise.all(Array.from({ length: VISITORS }, visit));
  const base = times[0] ?? [];
  const kinds = door.kinds.map((kind, index) => {
    const own = times[index] ?? [];
    const timed = { ...kind, tries: own.length, medianMs: median(own), p95Ms: percentile(own, 0.95) };
    return index === 0 ? timed : { ...timed, comparison: compare(base, own) };
  });
  return { door, kinds };
};

/** Each kind once, one after another, in an order by chance. */
const tryAll = async (visitor: Visitor, door: Door): Promise<[index: number, ms: number][]> => {
  const measured: [number, number][] = [];
  for (const index of shuffled(door.kinds.length)) {
    const kind = door.kinds[index];
    if (kind) measured.push([index, await visitor.try(door, kind)]);
  }
  return measured;
};

const shuffled = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => ({ index, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ index }) => index);
