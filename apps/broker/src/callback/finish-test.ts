import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ConnectionTestStore } from '../tests/connection-test.store.js';
import { EndTest } from '../tests/end-test.js';
import { resultPath, type TestInFlight } from '../tests/test-cookies.js';
import { TryConnection } from './try-connection.js';

/**
 * Finishes a test sign-in once the browser is back from the identity provider, and gives the address of its result.
 * Nobody is signed in. The test is used up before the code is redeemed, as a login is.
 * @emits sso.connection.tested
 */
@Injectable()
export class FinishTest {
  constructor(
    private readonly database: Database,
    private readonly tests: ConnectionTestStore,
    private readonly tryConnection: TryConnection,
    private readonly endTest: EndTest,
  ) {}

  async run(inFlight: TestInFlight, callbackParameters: URLSearchParams): Promise<string> {
    const { tenantId, testId: id } = inFlight;
    const test = await this.database.inTenant(
      tenantId,
      async (tx) => await this.tests.claim(tx, { tenantId, id }),
    );
    await this.endTest.run(test, await this.tryConnection.run(test, inFlight, callbackParameters));
    return resultPath(id);
  }
}
