import { AppError } from '@portico/contracts';
import { Database, toAppError } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import type { Cookie } from '../logins/login-cookies.js';
import { ConnectionTestStore } from './connection-test.store.js';
import { EndTest } from './end-test.js';
import { LeaveForProvider } from './leave-for-provider.js';
import { logRefused } from './log-refused.js';
import { toRefusedOutcome } from './refused-outcome.rules.js';
import { hashSecret } from './secret.rules.js';
import { resultPath } from './test-cookies.js';

/** Where the browser goes, with what it carries there. */
interface Opened {
  tenantId: string;
  url: string;
  cookie?: Cookie;
}

/**
 * Opens a test in the asking browser, once, and gives the provider's address; where that cannot be built, the test
 * ends and the address is that of its result. Refuses `test_link_invalid`.
 * @emits sso.connection.tested
 */
@Injectable()
export class OpenTest {
  private readonly logger = new Logger(OpenTest.name);

  constructor(
    private readonly database: Database,
    private readonly tests: ConnectionTestStore,
    private readonly leaveForProvider: LeaveForProvider,
    private readonly endTest: EndTest,
  ) {}

  async run(id: string, secret: string): Promise<Opened> {
    // Across tenants, because the address does not say whose test it is; opened within the tenant.
    const tenantId = await this.database.acrossTenants(async (tx) => await this.tests.findTenant(tx, id));
    if (tenantId === null) throw new AppError('test_link_invalid', { detail: 'no such test' });
    const test = await this.database.inTenant(
      tenantId,
      async (tx) => await this.tests.open(tx, { tenantId, id }, hashSecret(secret)),
    );
    try {
      return { tenantId, ...(await this.leaveForProvider.run(test)) };
    } catch (thrown) {
      const error = toAppError(thrown);
      logRefused(this.logger, error);
      await this.endTest.run(test, toRefusedOutcome(error));
      return { tenantId, url: resultPath(id) };
    }
  }
}
