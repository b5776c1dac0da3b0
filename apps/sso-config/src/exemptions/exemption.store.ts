import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { type EntityManager, Raw } from 'typeorm';
import { ExemptionRow } from './exemption.entity.js';

type ExemptionKey = Pick<ExemptionRow, 'tenantId' | 'userId'>;

/** An exemption that has ended stays, with who granted it, until another takes its place; nothing reads it here. */
const notEnded = { until: Raw((column) => `${column} > now()`) };

@Injectable()
export class ExemptionStore {
  async get(tx: EntityManager, key: ExemptionKey): Promise<ExemptionRow> {
    const row = await this.find(tx, key);
    if (!row) throw new AppError('not_found', { detail: 'no such exemption' });
    return row;
  }

  async find(tx: EntityManager, { tenantId, userId }: ExemptionKey): Promise<ExemptionRow | null> {
    return await tx.findOneBy(ExemptionRow, { tenantId, userId, ...notEnded });
  }

  async list(tx: EntityManager, tenantId: string): Promise<ExemptionRow[]> {
    return await tx.find(ExemptionRow, { where: { tenantId, ...notEnded }, order: { userId: 'ASC' } });
  }

  async count(tx: EntityManager, tenantId: string): Promise<number> {
    return await tx.countBy(ExemptionRow, { tenantId, ...notEnded });
  }

  /** The database's clock decides when something has ended. */
  async now(tx: EntityManager): Promise<Date> {
    const [row] = await tx.query<[{ now: Date }]>('SELECT now()');
    return row.now;
  }

  async put(tx: EntityManager, exemption: Omit<ExemptionRow, 'grantedAt'>): Promise<void> {
    await tx.query(
      `INSERT INTO exemption (tenant_id, user_id, until, reason, granted_by) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (tenant_id, user_id) DO UPDATE
         SET until = excluded.until, reason = excluded.reason, granted_by = excluded.granted_by, granted_at = now()`,
      [exemption.tenantId, exemption.userId, exemption.until, exemption.reason, exemption.grantedBy],
    );
  }

  async remove(tx: EntityManager, { tenantId, userId }: ExemptionKey): Promise<void> {
    await tx.delete(ExemptionRow, { tenantId, userId });
  }
}
