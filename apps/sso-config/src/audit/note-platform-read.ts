import type { Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { isPlatformPerson } from './audit.rules.js';
import { AuditStore } from './audit.store.js';

/** Notes that somebody of the platform looks at a tenant's settings: at most once an hour, so that no reload floods it. */
@Injectable()
export class NotePlatformRead {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditStore,
  ) {}

  async run({ tenantId, bearer }: { tenantId: string; bearer: Principal }): Promise<void> {
    if (!isPlatformPerson(bearer, tenantId)) return;
    await this.database.inTenant(tenantId, async (tx) => {
      await this.audit.recordRead(tx, tenantId, bearer);
    });
  }
}
