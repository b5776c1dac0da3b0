import { type Principal, type TestStarted } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { Issuer } from '../issuer/issuer.js';
import { LimitAttempts } from '../throttle/limit-attempts.js';
import { AddTest } from './add-test.js';
import { CheckBreakGlass } from './check-break-glass.js';
import { TEST_MINUTES } from './connection-test.store.js';
import { FindTestedConnection } from './find-tested-connection.js';
import { hashSecret, makeSecret } from './secret.rules.js';

interface WantedTest {
  tenantId: string;
  connectionId: string;
  revision?: number;
  bearer: Principal;
}

/** Stores a test of a connection's values, and gives the address that opens it once. */
@Injectable()
export class StartTest {
  constructor(
    private readonly checkBreakGlass: CheckBreakGlass,
    private readonly limitAttempts: LimitAttempts,
    private readonly findConnection: FindTestedConnection,
    private readonly addTest: AddTest,
    private readonly issuer: Issuer,
  ) {}

  async run({ bearer, ...wanted }: WantedTest): Promise<TestStarted> {
    const { tenantId, connectionId } = wanted;
    await this.checkBreakGlass.run(bearer, tenantId);
    await this.limitAttempts.run(undefined, 'connection_test', tenantId);
    const connection = await this.findConnection.run(wanted);
    const { provider, revision } = connection;
    const [testId, secret] = [newId(), makeSecret()];
    const startedAt = await this.addTest.run({
      ...{ tenantId, id: testId, connectionId, provider, revision, connection },
      secretHash: hashSecret(secret),
      askedBy: bearer.kind,
      askedBySubject: bearer.subject,
    });
    const expiresAt = new Date(startedAt.getTime() + TEST_MINUTES * 60_000).toISOString();
    return { testId, testUrl: `${this.issuer.url}/tests/${testId}/${secret}`, expiresAt };
  }
}
