import { AppError, type ImportResult } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { UserImportRow } from './user-import.entity.js';

/** Which import of which tenant. */
export type ImportKey = Pick<UserImportRow, 'tenantId' | 'id'>;

@Injectable()
export class UserImportStore {
  /** The last line that is stored of an import, which begins with this if it is new; old ones of the tenant go. */
  async open(tx: EntityManager, { tenantId, id }: ImportKey): Promise<number> {
    await tx.query(
      `DELETE FROM user_import WHERE tenant_id = $1 AND changed_at < now() - interval '30 days'`,
      [tenantId],
    );
    const [row] = await tx.query<[{ lastLine: number }]>(
      `INSERT INTO user_import (tenant_id, id) VALUES ($1, $2)
       ON CONFLICT (tenant_id, id) DO UPDATE SET finished = false, changed_at = now()
       RETURNING last_line AS "lastLine"`,
      [tenantId, id],
    );
    return row.lastLine;
  }

  /**
   * Notes what became of the lines after `lastLine`. Refuses `import_out_of_step` where another request of the same
   * import has stored lines meanwhile: of two, one goes on. Gives how many lines had been refused before.
   */
  async advance(
    tx: EntityManager,
    { tenantId, id, lastLine }: ImportKey & { lastLine: number },
    results: readonly ImportResult[],
  ): Promise<{ refusedBefore: number }> {
    const count = (outcome: ImportResult['outcome']): number =>
      results.filter((result) => result.outcome === outcome).length;
    const counts = (['created', 'updated', 'unchanged', 'refused'] as const).map(count);
    const [[row]] = await tx.query<[{ refused: number }[], number]>(
      `UPDATE user_import SET last_line = $4, created = created + $5, updated = updated + $6,
              unchanged = unchanged + $7, refused = refused + $8, changed_at = now()
        WHERE tenant_id = $1 AND id = $2 AND last_line = $3 RETURNING refused`,
      [tenantId, id, lastLine, results.at(-1)?.line ?? lastLine, ...counts],
    );
    if (!row) throw new AppError('import_out_of_step', { detail: 'two requests of one import at once' });
    return { refusedBefore: row.refused - count('refused') };
  }

  async finish(tx: EntityManager, { tenantId, id }: ImportKey): Promise<void> {
    await tx.update(UserImportRow, { tenantId, id }, { finished: true, changedAt: () => 'now()' });
  }

  /** Refuses `not_found`. */
  async get(tx: EntityManager, { tenantId, id }: ImportKey): Promise<UserImportRow> {
    const row = await tx.findOneBy(UserImportRow, { tenantId, id });
    if (!row) throw new AppError('not_found', { detail: 'no such import' });
    return row;
  }
}
