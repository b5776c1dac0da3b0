import { AppError, type ConnectionTest } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ConnectionTestStore } from './connection-test.store.js';
import { toConnectionTest } from './connection-test.rules.js';

interface Wanted {
  tenantId: string;
  testId: string;
  /** The connection that it must be of. */
  connectionId?: string;
}

/** A test and what came of it so far. Refuses `not_found`. */
@Injectable()
export class ReadTest {
  constructor(
    private readonly database: Database,
    private readonly tests: ConnectionTestStore,
  ) {}

  async run({ tenantId, testId: id, connectionId }: Wanted): Promise<ConnectionTest> {
    const row = await this.database.inTenant(
      tenantId,
      async (tx) => await this.tests.find(tx, { tenantId, id }),
    );
    if (!row || (connectionId !== undefined && row.connectionId !== connectionId))
      throw new AppError('not_found', { detail: 'no such test' });
    return toConnectionTest(row);
  }
}
