import type { Factor } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { toFactor } from './factor.rules.js';
import { FactorStore } from './factor.store.js';

/** Lists the second factors that a user has set up; none for an unknown user. */
@Injectable()
export class ListFactors {
  constructor(
    private readonly database: Database,
    private readonly factors: FactorStore,
  ) {}

  async run(owner: { tenantId: string; userId: string }): Promise<Factor[]> {
    return await this.database.inTenant(owner.tenantId, async (tx) =>
      (await this.factors.list(tx, owner)).map(toFactor),
    );
  }
}
