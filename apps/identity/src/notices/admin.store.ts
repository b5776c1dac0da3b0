import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';

@Injectable()
export class AdminStore {
  /** The active administrators of a tenant. */
  async list(tx: Queries, tenantId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `SELECT id FROM app_user
        WHERE tenant_id = $1 AND status = 'active' AND 'tenant_admin' = ANY (roles) ORDER BY id`,
      [tenantId],
    );
    return rows.map(({ id }) => id);
  }
}
