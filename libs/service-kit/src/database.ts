import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import pg, { type Pool, type PoolClient } from 'pg';
import { DataSource, type EntityManager, QueryFailedError, type QueryRunner } from 'typeorm';
import type { NamedStatement } from './database-batch.js';
import { acquireFailures } from './database-figures.js';
import { Flight, type Queries, send, statement, type SwiftQueries } from './database-flight.js';
import { SwiftTransaction } from './swift-transaction.js';

/** What a transaction may see: the setting that row-level security goes by. */
type Scope = readonly [setting: 'portico.tenant' | 'portico.across', value: string];

const ACROSS: Scope = ['portico.across', 'on'];

/** The service's own database. Work opens transactions here and hands them to stores. */
@Injectable()
export class Database {
  constructor(private readonly source: DataSource) {}

  /** A transaction that sees and writes the rows of one tenant only. */
  async inTenant<T>(tenantId: string, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return await this.run(work, ['portico.tenant', tenantId]);
  }

  /** A transaction that reads the rows of every tenant and writes none of them; each use says why. */
  async acrossTenants<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return await this.run(work, ACROSS);
  }

  /** A transaction on tables that belong to no tenant. */
  async transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return await this.run(work);
  }

  /**
   * `inTenant` for work that speaks SQL alone, for the login path: statements are prepared, and those that do not wait
   * for each other travel together, the BEGIN with the first of them.
   */
  async swiftlyInTenant<T>(tenantId: string, work: (tx: SwiftQueries) => Promise<T>): Promise<T> {
    return await this.runSwiftly(work, ['portico.tenant', tenantId]);
  }

  /** `transaction` for work that speaks SQL alone. */
  async swiftly<T>(work: (tx: SwiftQueries) => Promise<T>): Promise<T> {
    return await this.runSwiftly(work);
  }

  /**
   * `inTenant` in one round trip, for the login path: all statements are asked at once, and with their answers the
   * transaction is committed already.
   */
  async atOnceInTenant<T>(tenantId: string, work: (tx: Queries) => Promise<T>): Promise<T> {
    return await this.runAtOnce(work, ['portico.tenant', tenantId]);
  }

  /** `acrossTenants` in one round trip. */
  async atOnceAcrossTenants<T>(work: (tx: Queries) => Promise<T>): Promise<T> {
    return await this.runAtOnce(work, ACROSS);
  }

  /** `transaction` in one round trip. */
  async atOnce<T>(work: (tx: Queries) => Promise<T>): Promise<T> {
    return await this.runAtOnce(work);
  }

  private async run<T>(work: (tx: EntityManager) => Promise<T>, scope?: Scope): Promise<T> {
    const runner = this.source.createQueryRunner();
    try {
      await begin(runner, scope);
      const result = await work(runner.manager);
      await runner.commitTransaction();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  private async runAtOnce<T>(work: (tx: Queries) => Promise<T>, scope?: Scope): Promise<T> {
    let departed = false;
    const prefix = settingOf(scope);
    const flight = new Flight(async (statements) => {
      if (departed) throw new TypeError('this transaction is over: its statements are asked at once');
      departed = true;
      const lease = await this.connect();
      try {
        const results = await send(lease.client, [...prefix, ...statements]);
        lease.end(true);
        return results.slice(prefix.length);
      } catch (error) {
        // After anything but an answer of the server nobody knows what the connection is good for.
        lease.end(isAnswer(error));
        throw error;
      }
    });
    return await work(flight);
  }

  private async runSwiftly<T>(work: (tx: SwiftQueries) => Promise<T>, scope?: Scope): Promise<T> {
    const { client, end } = await this.connect();
    const transaction = new SwiftTransaction(client, settingOf(scope));
    try {
      const result = await work(transaction);
      await transaction.commit();
      end(true);
      return result;
    } catch (error) {
      end(await transaction.rollBack());
      throw error;
    }
  }

  private async connect(): Promise<Lease> {
    try {
      const client = await (this.source.driver as unknown as { master: Pool }).master.connect();
      // A connection that breaks tells each of its statements; without a listener it would end the process besides.
      const ignore = (): void => undefined;
      client.on('error', ignore);
      const end = (isGood: boolean): void => {
        client.off('error', ignore);
        client.release(!isGood);
      };
      return { client, end };
    } catch (cause) {
      throw notTaken(cause);
    }
  }
}

const notTaken = (cause: unknown): AppError => {
  acquireFailures.inc();
  return new AppError('try_again', { detail: 'the database did not take a transaction', cause });
};

/** A connection of the pool for a while. */
interface Lease {
  client: PoolClient;
  /** Gives it back; one that is not good is closed. */
  end: (isGood: boolean) => void;
}

const begin = async (runner: QueryRunner, setting?: Scope): Promise<void> => {
  try {
    await runner.connect();
    await runner.startTransaction();
    if (setting) await runner.query('SELECT set_config($1, $2, true)', [...setting]);
  } catch (cause) {
    throw notTaken(cause);
  }
};

const settingOf = (scope: Scope | undefined): NamedStatement[] =>
  scope ? [statement('SELECT set_config($1, $2, true)', scope)] : [];

const isAnswer = (error: unknown): boolean =>
  error instanceof QueryFailedError && error.driverError instanceof pg.DatabaseError;
