import type { ImportResult } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ImportKey } from './user-import.store.js';

/** Nobody mends more by hand: a file with so many faults is made anew. */
const KEPT_OF_AN_IMPORT = 10_000;

/** The lines that imports have refused, so that they can be looked at again when the answer has been read. */
@Injectable()
export class ImportRefusalStore {
  /** Keeps what was refused of some lines; `before` says how many of the import have been refused until then. */
  async addAll(
    tx: EntityManager,
    { tenantId, id }: ImportKey,
    { results, before }: { results: readonly ImportResult[]; before: number },
  ): Promise<void> {
    const refused = results
      .filter(({ outcome }) => outcome === 'refused')
      .slice(0, Math.max(KEPT_OF_AN_IMPORT - before, 0));
    if (refused.length === 0) return;
    await tx.query(
      `INSERT INTO user_import_refusal (tenant_id, import_id, line, code, message)
       SELECT $1, $2, line, code, message
         FROM jsonb_to_recordset($3::jsonb) AS given (line int, code text, message text)`,
      [tenantId, id, JSON.stringify(refused)],
    );
  }

  async list(
    tx: EntityManager,
    { tenantId, id }: ImportKey,
    { after, limit }: { after: number; limit: number },
  ): Promise<ImportResult[]> {
    const rows = await tx.query<{ line: number; code: string; message: string | null }[]>(
      `SELECT line, code, message FROM user_import_refusal
        WHERE tenant_id = $1 AND import_id = $2 AND line > $3 ORDER BY line LIMIT $4`,
      [tenantId, id, after, limit],
    );
    return rows.map(({ line, code, message }) => ({
      line,
      outcome: 'refused',
      code,
      ...(message !== null && { message }),
    }));
  }

  /** Some tenants with refusals that are a day old. */
  async listTenantsWithOld(tx: EntityManager): Promise<string[]> {
    const rows = await tx.query<{ tenantId: string }[]>(
      `SELECT DISTINCT tenant_id AS "tenantId" FROM (
         SELECT tenant_id FROM user_import_refusal WHERE refused_at < now() - interval '1 day'
          ORDER BY refused_at LIMIT 1000) AS old`,
    );
    return rows.map(({ tenantId }) => tenantId);
  }

  async removeOld(tx: EntityManager, tenantId: string): Promise<void> {
    await tx.query(
      `DELETE FROM user_import_refusal WHERE tenant_id = $1 AND refused_at < now() - interval '1 day'`,
      [tenantId],
    );
  }
}
