import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Handle } from './handles.rules.js';

@Injectable()
export class HandleStore {
  /** Makes these the handles of the tenant, and no others. */
  async replace(tx: EntityManager, tenantId: string, handles: Handle[]): Promise<void> {
    await tx.query(
      `WITH gone AS (DELETE FROM tenant_handle WHERE tenant_id = $1 AND handle <> ALL ($2::text[]))
       INSERT INTO tenant_handle (tenant_id, handle) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING`,
      [tenantId, handles],
    );
  }

  /** The tenants that have any of these handles. */
  async find(tx: EntityManager, handles: Handle[]): Promise<string[]> {
    const rows = await tx.query<{ tenantId: string }[]>(
      `SELECT DISTINCT tenant_id AS "tenantId" FROM tenant_handle WHERE handle = ANY ($1::text[])`,
      [handles],
    );
    return rows.map(({ tenantId }) => tenantId);
  }
}
