import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { MailJob, TakenMail } from './mail.rules.js';

/** Where a mail stands. */
export type MailKey = Pick<TakenMail, 'tenantId' | 'id'>;

@Injectable()
export class MailStore {
  async add(tx: EntityManager, tenantId: string, jobs: readonly MailJob[]): Promise<void> {
    await tx.query(
      'INSERT INTO mail (tenant_id, job) SELECT $1, job FROM jsonb_array_elements($2::jsonb) AS job',
      [tenantId, JSON.stringify(jobs)],
    );
  }

  /** What is due now, of all tenants that the transaction sees. */
  async listDue(tx: EntityManager, limit: number): Promise<MailKey[]> {
    return await tx.query<MailKey[]>(
      `SELECT tenant_id AS "tenantId", id FROM mail WHERE due_at <= now() ORDER BY due_at LIMIT $1`,
      [limit],
    );
  }

  /**
   * Takes a due mail on for this attempt; null if another process has. It becomes due again after 1, 2, 4 … 60
   * minutes, longer than an attempt can last, so that a process which dies in between delays it and no more.
   */
  async take(tx: EntityManager, { tenantId, id }: MailKey): Promise<TakenMail | null> {
    const [[taken]] = await tx.query<[TakenMail[], number]>(
      `UPDATE mail SET attempts = attempts + 1,
              due_at = now() + least(power(2, least(attempts, 6)), 60) * interval '1 minute'
        WHERE tenant_id = $1 AND id = (
          SELECT id FROM mail WHERE tenant_id = $1 AND id = $2 AND due_at <= now() FOR UPDATE SKIP LOCKED)
       RETURNING tenant_id AS "tenantId", id, job, attempts,
                 extract(epoch FROM now() - created_at)::float8 AS "ageSeconds"`,
      [tenantId, id],
    );
    return taken ?? null;
  }

  async remove(tx: EntityManager, { tenantId, id }: MailKey): Promise<void> {
    await tx.query('DELETE FROM mail WHERE tenant_id = $1 AND id = $2', [tenantId, id]);
  }
}
