import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { TenantRow } from './tenant.entity.js';
import { type TenantFilter, TenantStore } from './tenant.store.js';

/** Lists tenants a page at a time, for bearers that reach every tenant; hence the read across all. */
@Injectable()
export class ListTenants {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
  ) {}

  async run(filter: TenantFilter): Promise<{ tenants: TenantRow[]; nextCursor: string | null }> {
    const { limit } = filter;
    const rows = await this.database.acrossTenants((tx) =>
      this.tenants.list(tx, { ...filter, limit: limit + 1 }),
    );
    const tenants = rows.slice(0, limit);
    return { tenants, nextCursor: rows.length > limit ? (tenants.at(-1)?.tenantId ?? null) : null };
  }
}
