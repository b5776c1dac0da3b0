import { Outbox } from '@portico/messaging';
import { Database, RepeatsEvery } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { OverdueTestStore } from './overdue-test.store.js';
import { connectionTested } from './test-facts.rules.js';

const MOST_TENANTS = 500;

/**
 * Ends tests whose browser did not come back, and forgets claims after a day. Runs every minute in every replica; what
 * one has locked, the others pass by. A test that nobody opened ends without a word: nobody tried anything.
 * @emits sso.connection.tested
 */
@Injectable()
@RepeatsEvery(60)
export class EndOverdueTests {
  constructor(
    private readonly database: Database,
    private readonly overdue: OverdueTestStore,
    private readonly outbox: Outbox,
  ) {}

  async run(): Promise<void> {
    // Across tenants, because which of them have any is not known otherwise; written tenant by tenant.
    const tenantIds = await this.database.acrossTenants(
      async (tx) => await this.overdue.listTenants(tx, MOST_TENANTS),
    );
    for (const tenantId of tenantIds)
      await this.database.inTenant(tenantId, async (tx) => {
        const ended = await this.overdue.end(tx, tenantId);
        const outcome = { passed: false, code: 'did_not_return' } as const;
        await this.outbox.addAll(
          tx,
          ended.map((test) => connectionTested(test, outcome)),
        );
        await this.overdue.sweep(tx, tenantId);
      });
  }
}
