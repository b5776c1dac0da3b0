import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { EXPIRES_AT, SESSION_WITH_LIFETIMES } from './lifetimes.rules.js';
import { type Session, SESSION_COLUMNS } from './session.store.js';

/** A session that nobody has ended, with what a sweep goes by. */
export interface LiveSession extends Session {
  userId: string;
  /** Its time is over, by the settings of now. */
  isOver: boolean;
  /** As PostgreSQL writes it: a Date knows no microseconds, and the next page begins after exactly this one. */
  startedAt: string;
}

/** Where a page ended. */
export type Position = Pick<LiveSession, 'tenantId' | 'startedAt' | 'uid'>;

const LIVE = `SELECT ${SESSION_COLUMNS}, session.user_id AS "userId", session.started_at::text AS "startedAt",
    ${EXPIRES_AT} <= now() AS "isOver"
  FROM ${SESSION_WITH_LIFETIMES}`;

/** Reads the sessions that are live, page by page, in the order of one index. */
@Injectable()
export class LiveSessionStore {
  /** Of all tenants, after a position. */
  async list(tx: Queries, after: Position | null, limit: number): Promise<LiveSession[]> {
    return await tx.query<LiveSession[]>(
      `${LIVE} WHERE session.ended_at IS NULL
          AND ($1::uuid IS NULL OR (session.tenant_id, session.started_at, session.uid)
                > ($1::uuid, $2::timestamptz, $3::text))
        ORDER BY session.tenant_id, session.started_at, session.uid LIMIT $4`,
      [after?.tenantId ?? null, after?.startedAt ?? null, after?.uid ?? null, limit],
    );
  }

  /** Of one tenant, and of one of its users where one is given, after a position. */
  async listOfTenant(
    tx: Queries,
    { tenantId, userId, after }: { tenantId: string; userId?: string; after: Position | null },
    limit: number,
  ): Promise<LiveSession[]> {
    return await tx.query<LiveSession[]>(
      `${LIVE} WHERE session.tenant_id = $1 AND session.ended_at IS NULL
          AND ($2::uuid IS NULL OR session.user_id = $2)
          AND ($3::timestamptz IS NULL OR (session.started_at, session.uid) > ($3::timestamptz, $4::text))
        ORDER BY session.started_at, session.uid LIMIT $5`,
      [tenantId, userId ?? null, after?.startedAt ?? null, after?.uid ?? null, limit],
    );
  }

  /**
   * Takes the next page of the round that all replicas share: each page goes to one of them. Null where the round is
   * over and the next is not due.
   */
  async takePage(tx: Queries, limit: number, roundSeconds: number): Promise<LiveSession[] | null> {
    const [place] = await tx.query<(Position & { isUnderWay: boolean })[]>(
      `SELECT tenant_id AS "tenantId", started_at::text AS "startedAt", uid, tenant_id IS NOT NULL AS "isUnderWay"
         FROM session_sweep
        WHERE tenant_id IS NOT NULL OR begun_at <= now() - make_interval(secs => $1)
          FOR UPDATE`,
      [roundSeconds],
    );
    if (!place) return null;
    const page = await this.list(tx, place.isUnderWay ? place : null, limit);
    const last = page.length === limit ? page.at(-1) : undefined;
    await tx.query(
      `UPDATE session_sweep SET tenant_id = $1, started_at = $2, uid = $3,
              begun_at = CASE WHEN $4 THEN begun_at ELSE now() END`,
      [last?.tenantId ?? null, last?.startedAt ?? null, last?.uid ?? null, place.isUnderWay],
    );
    return page;
  }
}
