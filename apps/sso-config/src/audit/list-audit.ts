import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { AuditEntryRow } from './audit-entry.entity.js';
import { type AuditFilter, AuditStore } from './audit.store.js';

/** Lists what was done to a tenant's single sign-on, a page at a time. */
@Injectable()
export class ListAudit {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditStore,
  ) {}

  async run({
    tenantId,
    limit,
    ...filter
  }: AuditFilter & { tenantId: string }): Promise<{ entries: AuditEntryRow[]; nextCursor: string | null }> {
    const rows = await this.database.inTenant(tenantId, (tx) =>
      this.audit.list(tx, tenantId, { ...filter, limit: limit + 1 }),
    );
    const entries = rows.slice(0, limit);
    return { entries, nextCursor: rows.length > limit ? (entries.at(-1)?.id ?? null) : null };
  }
}
