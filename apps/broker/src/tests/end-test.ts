import { Outbox } from '@portico/messaging';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ConnectionTestStore, type TestOutcome, type TestRow } from './connection-test.store.js';
import { connectionTested } from './test-facts.rules.js';

/**
 * Ends a test with what came of it: row and event in one transaction.
 * @emits sso.connection.tested
 */
@Injectable()
export class EndTest {
  constructor(
    private readonly database: Database,
    private readonly tests: ConnectionTestStore,
    private readonly outbox: Outbox,
  ) {}

  async run(test: TestRow, outcome: TestOutcome): Promise<void> {
    await this.database.inTenant(test.tenantId, async (tx) => {
      if (await this.tests.end(tx, test, outcome)) await this.outbox.add(tx, connectionTested(test, outcome));
    });
  }
}
