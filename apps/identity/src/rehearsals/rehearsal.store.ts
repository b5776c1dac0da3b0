import { AppError, type RehearsedOutcome, type RehearsedUser } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { RehearsalRow } from './rehearsal.entity.js';
import type { RehearsalPlace } from './rehearsal.rules.js';
import type { Fate } from './rehearse.rules.js';

type RehearsalKey = Pick<RehearsalRow, 'tenantId' | 'id'>;

/** Where an administrator may still look back to; more would only fill the disk. */
const KEPT_OF_A_CONNECTION = 3;

const COLUMNS = `tenant_id AS "tenantId", id, connection_id AS "connectionId", revision,
  settings_version AS "settingsVersion", findings, made_at AS "madeAt"`;

const REMOVE = `
  WITH gone AS (DELETE FROM rehearsal WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) RETURNING id)
  DELETE FROM rehearsed_user WHERE tenant_id = $1 AND rehearsal_id IN (SELECT id FROM gone)`;

/** Rehearsals and the users of each. */
@Injectable()
export class RehearsalStore {
  /** Refuses `try_again` where another rehearsal of the tenant is under way. */
  async lock(tx: Queries, tenantId: string): Promise<void> {
    const [row] = await tx.query<[{ locked: boolean }]>(
      'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 3)) AS locked',
      [tenantId],
    );
    if (!row.locked)
      throw new AppError('try_again', { detail: 'another rehearsal of the tenant is under way' });
  }

  async add(tx: Queries, rehearsal: Omit<RehearsalRow, 'madeAt'>): Promise<RehearsalRow> {
    const { tenantId, id, connectionId, revision, settingsVersion, findings } = rehearsal;
    const [row] = await tx.query<[RehearsalRow]>(
      `INSERT INTO rehearsal (tenant_id, id, connection_id, revision, settings_version, findings)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
      [tenantId, id, connectionId, revision, settingsVersion, JSON.stringify(findings)],
    );
    return row;
  }

  async addUsers(
    tx: Queries,
    { tenantId, id }: RehearsalKey,
    fates: readonly (Fate & { userId: string })[],
  ): Promise<void> {
    await tx.query(
      `INSERT INTO rehearsed_user (tenant_id, rehearsal_id, user_id, outcome, code)
       SELECT $1, $2, * FROM unnest($3::uuid[], $4::text[], $5::text[])`,
      [
        tenantId,
        id,
        fates.map(({ userId }) => userId),
        fates.map(({ outcome }) => outcome),
        fates.map(({ code }) => code),
      ],
    );
  }

  /** Removes a connection's rehearsals but the newest ones. */
  async removeFormer(tx: Queries, tenantId: string, connectionId: string): Promise<void> {
    const former = await tx.query<{ id: string }[]>(
      `SELECT id FROM rehearsal WHERE tenant_id = $1 AND connection_id = $2
        ORDER BY id DESC OFFSET ${String(KEPT_OF_A_CONNECTION)}`,
      [tenantId, connectionId],
    );
    await this.remove(
      tx,
      tenantId,
      former.map(({ id }) => id),
    );
  }

  async remove(tx: Queries, tenantId: string, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await tx.query(REMOVE, [tenantId, ids]);
  }

  /** A few of those that are a day old, of any tenant. */
  async listOld(tx: Queries): Promise<RehearsalKey[]> {
    return await tx.query<RehearsalKey[]>(
      `SELECT tenant_id AS "tenantId", id FROM rehearsal
        WHERE made_at < now() - interval '1 day' ORDER BY made_at LIMIT 20`,
    );
  }

  /** With whether it still counts, by the database's clock. */
  async find(
    tx: Queries,
    { tenantId, id }: RehearsalKey,
  ): Promise<(RehearsalRow & { fresh: boolean }) | null> {
    const [row] = await tx.query<(RehearsalRow & { fresh: boolean })[]>(
      `SELECT ${COLUMNS}, made_at > now() - interval '15 minutes' AS fresh
         FROM rehearsal WHERE tenant_id = $1 AND id = $2`,
      [tenantId, id],
    );
    return row ?? null;
  }

  /** The rehearsal of just this connection. Refuses `not_found`. */
  async get(tx: Queries, { tenantId, connectionId, rehearsalId }: RehearsalPlace): Promise<RehearsalRow> {
    const row = await this.find(tx, { tenantId, id: rehearsalId });
    if (row?.connectionId !== connectionId) throw new AppError('not_found', { detail: 'no such rehearsal' });
    return row;
  }

  /** Users who have been removed since are left out. */
  async listUsers(
    tx: Queries,
    { tenantId, id }: RehearsalKey,
    { outcome, after, limit }: { outcome?: RehearsedOutcome; after?: string; limit: number },
  ): Promise<RehearsedUser[]> {
    return await tx.query<RehearsedUser[]>(
      `SELECT app_user.id AS "userId", app_user.name, app_user.email, rehearsed.outcome, rehearsed.code
         FROM rehearsed_user AS rehearsed JOIN app_user
           ON app_user.tenant_id = rehearsed.tenant_id AND app_user.id = rehearsed.user_id
        WHERE rehearsed.tenant_id = $1 AND rehearsed.rehearsal_id = $2
          AND ($3::text IS NULL OR rehearsed.outcome = $3) AND ($4::uuid IS NULL OR rehearsed.user_id > $4)
        ORDER BY rehearsed.user_id LIMIT $5`,
      [tenantId, id, outcome ?? null, after ?? null, limit],
    );
  }
}
