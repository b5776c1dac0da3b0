import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';

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
    return await this.run(work, ['portico.across', 'on']);
  }

  /** A transaction on tables that belong to no tenant. */
  async transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return await this.run(work);
  }

  private async run<T>(work: (tx: EntityManager) => Promise<T>, setting?: [string, string]): Promise<T> {
    const runner = this.source.createQueryRunner();
    try {
      await begin(runner, setting);
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
}

const begin = async (runner: QueryRunner, setting?: [string, string]): Promise<void> => {
  try {
    await runner.connect();
    await runner.startTransaction();
    if (setting) await runner.query('SELECT set_config($1, $2, true)', setting);
  } catch (cause) {
    throw new AppError('try_again', { detail: 'the database did not take a transaction', cause });
  }
};
