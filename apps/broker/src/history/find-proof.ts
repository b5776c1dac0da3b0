import type { FindAdminProof } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { PassedTestStore } from '../tests/passed-test.store.js';
import { SignInHistoryStore } from './sign-in-history.store.js';

type Wanted = z.infer<typeof FindAdminProof.request>;
type Proof = z.infer<typeof FindAdminProof.reply>['proof'];

/** Whether an administrator has signed in with these values: in a test that passed, else in earnest. */
@Injectable()
export class FindProof {
  constructor(
    private readonly database: Database,
    private readonly passedTests: PassedTestStore,
    private readonly history: SignInHistoryStore,
  ) {}

  async run({ tenantId, connectionId, revision }: Wanted): Promise<Proof> {
    return await this.database.inTenant(tenantId, async (tx) => {
      const test = await this.passedTests.find(tx, tenantId, connectionId, revision);
      if (test)
        return { by: 'test', at: test.at.toISOString(), userId: test.userId, evidence: test.evidence };
      const login = await this.history.findAdmin(tx, tenantId, connectionId, revision);
      return login && { by: 'login', at: login.at.toISOString(), userId: login.userId, evidence: null };
    });
  }
}
