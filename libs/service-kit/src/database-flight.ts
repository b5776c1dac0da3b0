import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { QueryFailedError } from 'typeorm';
import { Batch, type NamedStatement, type StatementResult } from './database-batch.js';

/** What stores need to ask; `EntityManager.query` and its answers have the same shape. */
export interface Queries {
  /** The rows; of an UPDATE or DELETE, the rows that it returned and how many it met. */
  query<T = unknown>(text: string, values?: readonly unknown[]): Promise<T>;
}

/** The statements of a transaction that is under way. */
export interface SwiftQueries extends Queries {
  /** What is asked here is the end: the COMMIT travels with it, unless it fails. */
  readonly last: Queries;
}

/** Carries statements to the server and their results back; all of them, or none. */
export type Carrier = (statements: NamedStatement[]) => Promise<StatementResult[]>;

interface Passenger extends NamedStatement {
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

/** Collects the statements that are asked without waiting for each other, and sends them as one. */
export class Flight implements Queries {
  private waiting: Passenger[] = [];

  constructor(private readonly carry: Carrier) {}

  async query<T = unknown>(text: string, values: readonly unknown[] = []): Promise<T> {
    return await new Promise<T>((resolve, reject) => {
      // At the end of the present tick, by when all that is asked together has been asked.
      if (this.waiting.length === 0) queueMicrotask(() => void this.depart());
      this.waiting.push({ name: nameOf(text), text, values, resolve: resolve as () => void, reject });
    });
  }

  private async depart(): Promise<void> {
    const passengers = this.waiting;
    this.waiting = [];
    try {
      const results = await this.carry(passengers.map(({ name, text, values }) => ({ name, text, values })));
      passengers.forEach(({ resolve }, index) => {
        resolve(toAnswer(results[index]));
      });
    } catch (error) {
      for (const { reject } of passengers) reject(error);
    }
  }
}

const toAnswer = (result: StatementResult | undefined): unknown =>
  result?.command === 'UPDATE' || result?.command === 'DELETE' ? [result.rows, result.count] : result?.rows;

const names = new Map<string, string>();

/** A statement's name is made of its text, so that no two texts share one. */
const nameOf = (text: string): string => {
  const known = names.get(text);
  if (known) return known;
  const name = `portico_${createHash('sha256').update(text).digest('base64url')}`;
  names.set(text, name);
  return name;
};

export const statement = (text: string, values: readonly unknown[] = []): NamedStatement => ({
  name: nameOf(text),
  text,
  values,
});

/** Sends statements as one; fails like a query of TypeORM does. */
export const send = async (client: PoolClient, statements: NamedStatement[]): Promise<StatementResult[]> => {
  const batch = new Batch(statements);
  return await new Promise((resolve, reject) => {
    batch.callback = (error, results = []) => {
      const { text = '', values = [] } = statements[batch.at] ?? {};
      if (error) reject(new QueryFailedError(text, [...values], error));
      else resolve(results);
    };
    client.query(batch);
  });
};
