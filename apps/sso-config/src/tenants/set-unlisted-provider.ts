import type { Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { SwitchUnlistedProvider } from './switch-unlisted-provider.js';
import type { TenantRow } from './tenant.entity.js';
import { TenantStore } from './tenant.store.js';

/** Support switches the unlisted provider on or off for a tenant, asked or not. */
@Injectable()
export class SetUnlistedProvider {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly switchUnlistedProvider: SwitchUnlistedProvider,
  ) {}

  async run(wanted: { tenantId: string; allowed: boolean; bearer: Principal }): Promise<TenantRow> {
    const { tenantId } = wanted;
    return await this.database.inTenant(tenantId, async (tx) => {
      await this.switchUnlistedProvider.run(tx, wanted);
      return await this.tenants.get(tx, tenantId);
    });
  }
}
