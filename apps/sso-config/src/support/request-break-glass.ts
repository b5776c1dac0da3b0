import type { Principal } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { AuditStore } from '../audit/audit.store.js';
import { TenantStore } from '../tenants/tenant.store.js';
import { checkMayRequest } from './break-glass.rules.js';
import { type BreakGlassNow, BreakGlassStore } from './break-glass.store.js';

/** An operator asks to mend a tenant's single sign-on. Nothing is open until a second person approves. */
@Injectable()
export class RequestBreakGlass {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly breakGlass: BreakGlassStore,
    private readonly audit: AuditStore,
  ) {}

  async run({
    tenantId,
    reason,
    bearer,
  }: {
    tenantId: string;
    reason: string;
    bearer: Principal;
  }): Promise<BreakGlassNow> {
    checkMayRequest(bearer);
    const key = { tenantId, id: newId() };
    return await this.database.inTenant(tenantId, async (tx) => {
      await this.tenants.get(tx, tenantId);
      await this.breakGlass.add(tx, { ...key, reason, requestedBy: bearer.subject });
      await this.audit.record(tx, tenantId, {
        actor: bearer,
        action: 'break_glass.requested',
        detail: { breakGlassId: key.id, reason },
      });
      return await this.breakGlass.get(tx, key);
    });
  }
}
