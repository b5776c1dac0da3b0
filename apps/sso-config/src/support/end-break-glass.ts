import { AppError, type Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { AuditStore } from '../audit/audit.store.js';
import { checkMayEnd } from './break-glass.rules.js';
import { BreakGlassStore } from './break-glass.store.js';

/** Ends a break-glass that waits or is open; what was mended stays. */
@Injectable()
export class EndBreakGlass {
  constructor(
    private readonly database: Database,
    private readonly breakGlass: BreakGlassStore,
    private readonly audit: AuditStore,
  ) {}

  async run({ tenantId, id, bearer }: { tenantId: string; id: string; bearer: Principal }): Promise<void> {
    checkMayEnd(bearer, tenantId);
    await this.database.inTenant(tenantId, async (tx) => {
      await this.breakGlass.get(tx, { tenantId, id });
      if (!(await this.breakGlass.end(tx, { tenantId, id, by: bearer.subject })))
        throw new AppError('break_glass_ended');
      await this.audit.record(tx, tenantId, {
        actor: bearer,
        action: 'break_glass.ended',
        detail: { breakGlassId: id },
      });
    });
  }
}
