import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { type Door, type Limit, LIMITS, toAttempts } from './limits.rules.js';

/** What the deployment multiplies every limit with. */
export const THROTTLE_FACTOR = Symbol('PORTICO_THROTTLE_FACTOR');

interface Counter extends Limit {
  counter: RateLimiterPostgres;
}

/**
 * The attempts that all replicas count in one table, each by one statement of its own: what was tried stays counted
 * whatever becomes of the work that follows.
 */
@Injectable()
export class AttemptStore {
  private readonly counters: Readonly<Record<string, Counter[]>>;

  constructor(source: DataSource, @Inject(THROTTLE_FACTOR) factor: number) {
    const toCounter = (door: string, limit: Limit): Counter => ({
      ...limit,
      counter: new RateLimiterPostgres({
        storeClient: source,
        storeType: 'typeorm',
        tableName: 'throttle',
        tableCreated: true,
        keyPrefix: `${door}.${limit.per}`,
        points: toAttempts(limit, factor),
        duration: limit.minutes * 60,
        // Any one of them sweeps them all, for they share the table.
        clearExpiredByTimeout: door === 'password' && limit.per === 'network',
      }),
    });
    this.counters = Object.fromEntries(
      Object.entries(LIMITS).map(([door, limits]) => [door, limits.map((limit) => toCounter(door, limit))]),
    );
  }

  /** Counts an attempt; how many milliseconds until the next is due, 0 where this one is within every limit. */
  async add(door: Door, keyOf: (limit: Limit) => string): Promise<number> {
    const waits = await Promise.all(
      (this.counters[door] ?? []).map(async (limit) => await consume(limit.counter, keyOf(limit))),
    );
    return Math.max(...waits);
  }

  /** Takes an attempt back, for it turned out to be the owner's. */
  async takeBack(door: Door, keyOf: (limit: Limit) => string): Promise<void> {
    await Promise.all(
      (this.counters[door] ?? []).map(async (limit) => await limit.counter.reward(keyOf(limit))),
    );
  }
}

const consume = async (counter: RateLimiterPostgres, key: string): Promise<number> => {
  try {
    await counter.consume(key);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
    throw refusal;
  }
};
