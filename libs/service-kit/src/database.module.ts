import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource, type EntitySchema } from 'typeorm';
import type { Pool } from 'pg';
import { checkClock } from './clock.rules.js';
import { forgetPool, showPool } from './database-figures.js';
import { Database } from './database.js';
import { HealthChecks } from './health.js';

type Entity = (abstract new () => object) | EntitySchema;

/** Waits that keep one slow query from holding a login for longer than its page would wait. */
const LIMITS = {
  max: 10,
  connectionTimeoutMillis: 1000,
  statement_timeout: 3000,
  query_timeout: 4000,
  idle_in_transaction_session_timeout: 10_000,
};

const connect = async (url: string, entities: Entity[]): Promise<DataSource> => {
  const source = new DataSource({
    type: 'postgres',
    url,
    entities: entities as never[],
    extra: LIMITS,
    logging: false,
  });
  await source.initialize();
  showPool(poolOf(source));
  return source;
};

const poolOf = ({ driver }: DataSource): Pool => (driver as unknown as { master: Pool }).master;

@Module({})
export class DatabaseModule {
  /** The service's database for the runtime role; readiness asks it. */
  static forRoot(url: string, entities: Entity[]): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        { provide: DataSource, useFactory: async () => await connect(url, entities) },
        {
          provide: Database,
          inject: [DataSource, HealthChecks],
          useFactory: (source: DataSource, health: HealthChecks) => {
            health.add('database', async () => {
              const sentAt = Date.now();
              const [row] = await source.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
              if (row) checkClock(row.now, sentAt, Date.now());
            });
            return new Database(source);
          },
        },
      ],
      exports: [DataSource, Database],
    };
  }

  constructor(private readonly source: DataSource) {}

  async onApplicationShutdown(): Promise<void> {
    if (!this.source.isInitialized) return;
    forgetPool(poolOf(this.source));
    await this.source.destroy();
  }
}
