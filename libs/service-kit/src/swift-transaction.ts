import { AppError } from '@portico/contracts';
import type { PoolClient } from 'pg';
import type { NamedStatement, StatementResult } from './database-batch.js';
import { Flight, type Queries, send, statement, type SwiftQueries } from './database-flight.js';

const BEGIN = statement('BEGIN');
const COMMIT = statement('COMMIT');
const ROLLBACK = statement('ROLLBACK');

/** A transaction whose BEGIN travels with its first statements, and its COMMIT with the last where they are named so. */
export class SwiftTransaction implements SwiftQueries {
  readonly last: Queries;
  private readonly flight: Flight;
  private state: 'not_begun' | 'under_way' | 'over' = 'not_begun';

  constructor(
    private readonly client: PoolClient,
    /** What row-level security goes by. */
    private readonly settings: NamedStatement[],
  ) {
    this.last = new Flight(async (statements) => await this.carry(statements, [COMMIT]));
    this.flight = new Flight(async (statements) => await this.carry(statements, []));
  }

  async query<T = unknown>(text: string, values?: readonly unknown[]): Promise<T> {
    return await this.flight.query<T>(text, values);
  }

  async commit(): Promise<void> {
    if (this.state === 'under_way') await this.carry([], [COMMIT]);
  }

  /** Whether the connection is good for further use. */
  async rollBack(): Promise<boolean> {
    if (this.state !== 'under_way') return true;
    try {
      await send(this.client, [ROLLBACK]);
      return true;
    } catch {
      return false;
    }
  }

  private async carry(statements: NamedStatement[], end: NamedStatement[]): Promise<StatementResult[]> {
    if (this.state === 'over')
      throw new TypeError('this transaction is over: its last statements have been asked');
    const opening = this.state === 'not_begun' ? [BEGIN, ...this.settings] : [];
    this.state = 'under_way';
    const results = await send(this.client, [...opening, ...statements, ...end]);
    if (end.length > 0) this.noteCommit(results.at(-1));
    return results.slice(opening.length, opening.length + statements.length);
  }

  /** To commit a transaction in which a statement has failed is to roll it back, and PostgreSQL says so only here. */
  private noteCommit(result: StatementResult | undefined): void {
    this.state = 'over';
    if (result?.command !== 'COMMIT')
      throw new AppError('internal_error', { detail: 'a failed statement went unnoticed' });
  }
}
