import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { TenantStore } from '../tenants/tenant.store.js';
import { type NamedRequest, type RequestFilter, SupportRequestStore } from './support-request.store.js';

/** Lists requests a page at a time: a tenant's own, or everybody's for bearers that reach every tenant. */
@Injectable()
export class ListSupportRequests {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly requests: SupportRequestStore,
  ) {}

  async run(filter: RequestFilter): Promise<{ requests: NamedRequest[]; nextCursor: string | null }> {
    const { limit } = filter;
    const rows = await this.read({ ...filter, limit: limit + 1 });
    const requests = rows.slice(0, limit);
    return { requests, nextCursor: rows.length > limit ? (requests.at(-1)?.id ?? null) : null };
  }

  private async read(filter: RequestFilter): Promise<NamedRequest[]> {
    const { tenantId } = filter;
    const list = async (tx: EntityManager): Promise<NamedRequest[]> => await this.requests.list(tx, filter);
    // Support's queue is cross-tenant by nature.
    if (tenantId === undefined) return await this.database.acrossTenants(list);
    return await this.database.inTenant(tenantId, async (tx) => {
      await this.tenants.get(tx, tenantId);
      return await list(tx);
    });
  }
}
