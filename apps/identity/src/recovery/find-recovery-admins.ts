import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { RecoveryCodeStore } from './recovery-code.store.js';

/** The administrators of a tenant who could get in by a recovery code. */
@Injectable()
export class FindRecoveryAdmins {
  constructor(
    private readonly database: Database,
    private readonly codes: RecoveryCodeStore,
  ) {}

  async run({ tenantId }: { tenantId: string }): Promise<string[]> {
    return await this.database.inTenant(tenantId, (tx) => this.codes.listAdmins(tx, tenantId));
  }
}
