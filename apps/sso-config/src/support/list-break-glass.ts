import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { TenantStore } from '../tenants/tenant.store.js';
import { type BreakGlassNow, BreakGlassStore } from './break-glass.store.js';

/** Lists what operators asked for in a tenant, newest first. */
@Injectable()
export class ListBreakGlass {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly breakGlass: BreakGlassStore,
  ) {}

  async run(tenantId: string): Promise<BreakGlassNow[]> {
    return await this.database.inTenant(tenantId, async (tx) => {
      await this.tenants.get(tx, tenantId);
      return await this.breakGlass.list(tx, tenantId);
    });
  }
}
