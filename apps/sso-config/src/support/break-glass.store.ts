import { AppError, type BreakGlass } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { BreakGlassRow } from './break-glass.entity.js';

/** A row with what it is now, by the database's clock. */
export type BreakGlassNow = Omit<BreakGlassRow, 'endedBy' | 'endedAt'> & Pick<BreakGlass, 'status'>;

/** A row that is open: somebody has approved it. */
export type OpenBreakGlass = BreakGlassNow & { approvedBy: string; openUntil: Date };

/** Names one break-glass of a tenant, and who does something with it. */
export interface BreakGlassAct {
  tenantId: string;
  id: string;
  by: string;
}

const WAITING = `ended_at IS NULL AND approved_at IS NULL AND requested_at > now() - interval '1 hour'`;
const OPEN = 'ended_at IS NULL AND open_until > now()';

const COLUMNS = `tenant_id AS "tenantId", id, reason, requested_by AS "requestedBy", requested_at AS "requestedAt",
  approved_by AS "approvedBy", approved_at AS "approvedAt", open_until AS "openUntil",
  CASE WHEN ${WAITING} THEN 'waiting' WHEN ${OPEN} THEN 'open'
    WHEN ended_at IS NULL AND approved_at IS NULL THEN 'expired' ELSE 'ended' END AS status`;

/** Whoever wants an older one reads the history of the tenant. */
const LISTED_AT_MOST = 100;

@Injectable()
export class BreakGlassStore {
  async add(
    tx: EntityManager,
    { tenantId, id, reason, requestedBy }: Pick<BreakGlassRow, 'tenantId' | 'id' | 'reason' | 'requestedBy'>,
  ): Promise<void> {
    await tx.query('INSERT INTO break_glass (tenant_id, id, reason, requested_by) VALUES ($1, $2, $3, $4)', [
      tenantId,
      id,
      reason,
      requestedBy,
    ]);
  }

  async get(
    tx: EntityManager,
    { tenantId, id }: Pick<BreakGlassAct, 'tenantId' | 'id'>,
  ): Promise<BreakGlassNow> {
    const [row] = await tx.query<BreakGlassNow[]>(
      `SELECT ${COLUMNS} FROM break_glass WHERE tenant_id = $1 AND id = $2`,
      [tenantId, id],
    );
    if (!row) throw new AppError('not_found', { detail: 'no such break-glass' });
    return row;
  }

  /** The open one of this operator that stays open longest; null where none is. */
  async findOpen(
    tx: EntityManager,
    { tenantId, userId }: { tenantId: string; userId: string },
  ): Promise<OpenBreakGlass | null> {
    const [row] = await tx.query<OpenBreakGlass[]>(
      `SELECT ${COLUMNS} FROM break_glass WHERE tenant_id = $1 AND requested_by = $2 AND ${OPEN}
        ORDER BY open_until DESC LIMIT 1`,
      [tenantId, userId],
    );
    return row ?? null;
  }

  /** Newest first. */
  async list(tx: EntityManager, tenantId: string): Promise<BreakGlassNow[]> {
    return await tx.query<BreakGlassNow[]>(
      `SELECT ${COLUMNS} FROM break_glass WHERE tenant_id = $1 ORDER BY id DESC LIMIT ${String(LISTED_AT_MOST)}`,
      [tenantId],
    );
  }

  /** Opens one that waits, by somebody else than its requester; null where it does not wait for that one. */
  async approve(tx: EntityManager, { tenantId, id, by }: BreakGlassAct): Promise<OpenBreakGlass | null> {
    const [[row]] = await tx.query<[OpenBreakGlass[], number]>(
      `UPDATE break_glass SET approved_by = $3, approved_at = now(), open_until = now() + interval '30 minutes'
        WHERE tenant_id = $1 AND id = $2 AND requested_by <> $3 AND ${WAITING} RETURNING ${COLUMNS}`,
      [tenantId, id, by],
    );
    return row ?? null;
  }

  /** Ends one that waits or is open; false where it is over. */
  async end(tx: EntityManager, { tenantId, id, by }: BreakGlassAct): Promise<boolean> {
    const [, ended] = await tx.query<[unknown, number]>(
      `UPDATE break_glass SET ended_by = $3, ended_at = now()
        WHERE tenant_id = $1 AND id = $2 AND (${WAITING} OR ${OPEN})`,
      [tenantId, id, by],
    );
    return ended === 1;
  }
}
