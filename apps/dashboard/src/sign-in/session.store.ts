import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** A session as it is stored: a hash instead of its id, and what it holds sealed. */
export interface StoredSession {
  tenantId: string;
  sessionHash: string;
  sealed: string;
  ageSeconds: number;
}

/** The database's clock decides what has expired. */
@Injectable()
export class SessionStore {
  async save(
    tx: EntityManager,
    { tenantId, sessionHash, sealed }: Omit<StoredSession, 'ageSeconds'>,
    lifetimeSeconds: number,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO dashboard_session (tenant_id, session_hash, sealed, expires_at)
        VALUES ($1, $2, $3, now() + make_interval(secs => $4))`,
      [tenantId, sessionHash, sealed, lifetimeSeconds],
    );
  }

  async find(tx: EntityManager, sessionHash: string): Promise<StoredSession | null> {
    const [row] = await tx.query<StoredSession[]>(
      `SELECT tenant_id AS "tenantId", session_hash AS "sessionHash", sealed,
          extract(epoch FROM now() - created_at)::float8 AS "ageSeconds"
        FROM dashboard_session WHERE session_hash = $1 AND expires_at > now()`,
      [sessionHash],
    );
    return row ?? null;
  }

  /** The session, held by this transaction until it ends: others that want to change it wait. */
  async lock(tx: EntityManager, tenantId: string, sessionHash: string): Promise<{ sealed: string } | null> {
    const [row] = await tx.query<{ sealed: string }[]>(
      `SELECT sealed FROM dashboard_session
        WHERE tenant_id = $1 AND session_hash = $2 AND expires_at > now() FOR UPDATE`,
      [tenantId, sessionHash],
    );
    return row ?? null;
  }

  async replace(
    tx: EntityManager,
    { tenantId, sessionHash, sealed }: Omit<StoredSession, 'ageSeconds'>,
  ): Promise<void> {
    await tx.query('UPDATE dashboard_session SET sealed = $3 WHERE tenant_id = $1 AND session_hash = $2', [
      tenantId,
      sessionHash,
      sealed,
    ]);
  }

  async remove(tx: EntityManager, tenantId: string, sessionHash: string): Promise<void> {
    await tx.query('DELETE FROM dashboard_session WHERE tenant_id = $1 AND session_hash = $2', [
      tenantId,
      sessionHash,
    ]);
  }

  async removeExpired(tx: EntityManager, tenantId: string): Promise<void> {
    await tx.query('DELETE FROM dashboard_session WHERE tenant_id = $1 AND expires_at <= now()', [tenantId]);
  }
}
