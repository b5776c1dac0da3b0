import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { BreakGlassStore, type OpenBreakGlass } from './break-glass.store.js';

/** The break-glass that an operator has open for a tenant now; null where there is none. */
@Injectable()
export class FindBreakGlass {
  constructor(
    private readonly database: Database,
    private readonly breakGlass: BreakGlassStore,
  ) {}

  async run(key: { tenantId: string; userId: string }): Promise<OpenBreakGlass | null> {
    return await this.database.inTenant(key.tenantId, async (tx) => await this.breakGlass.findOpen(tx, key));
  }
}
