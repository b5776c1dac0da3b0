import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { GrantRevocationStore } from './grant-revocation.store.js';

/** Whether a grant has been revoked. */
@Injectable()
export class FindGrantRevocation {
  constructor(
    private readonly database: Database,
    private readonly revocations: GrantRevocationStore,
  ) {}

  async run(grantId: string): Promise<boolean> {
    return await this.database.atOnce(async (tx) => await this.revocations.has(tx, grantId));
  }
}
