import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

interface Owner {
  tenantId: string;
  userId: string;
}

@Injectable()
export class PasswordChangeStore {
  /** Notes that the password has just been changed, at this moment and not as the transaction began. */
  async save(tx: EntityManager, { tenantId, userId }: Owner): Promise<void> {
    await tx.query(
      `INSERT INTO password_change (tenant_id, user_id, changed_at) VALUES ($1, $2, clock_timestamp())
       ON CONFLICT (tenant_id, user_id) DO UPDATE SET changed_at = excluded.changed_at`,
      [tenantId, userId],
    );
  }

  /** Whether the password has been changed after this moment. */
  async isSince(tx: EntityManager, { tenantId, userId }: Owner, moment: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      'SELECT FROM password_change WHERE tenant_id = $1 AND user_id = $2 AND changed_at > $3',
      [tenantId, userId, moment],
    );
    return rows.length > 0;
  }
}
