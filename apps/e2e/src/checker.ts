import { setTimeout as wait } from 'node:timers/promises';
import type { HouseDescription } from '@portico/launcher';
import { findFaults, findUnfinished } from './checker.rules.js';
import { gather } from './evidence.js';

/** An event may take this long after everything works again. */
const EVENTUALLY_MS = 60_000;

/**
 * What is wrong in a house, once everything had the time to arrive; empty if it is in order. `secrets` are codes and
 * tokens that must be in no log, besides those that lie in the house's files.
 */
export const check = async (house: HouseDescription, secrets: Iterable<string> = []): Promise<string[]> => {
  for (const end = Date.now() + EVENTUALLY_MS; ; await wait(250)) {
    const evidence = await gather(house, secrets);
    const unfinished = findUnfinished(evidence);
    if (unfinished.length === 0 || Date.now() > end) return [...unfinished, ...findFaults(evidence)];
  }
};
