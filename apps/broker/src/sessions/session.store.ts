import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { Account } from '../logins/account.rules.js';
import type { LoginEntity } from '../logins/login.entity.js';
import { EXPIRES_AT, RECOVERY_MINUTES, SESSION_WITH_LIFETIMES } from './lifetimes.rules.js';

/** A browser's signed-in state: who, in which tenant, by which way in. */
export interface Session {
  uid: string;
  tenantId: string;
  loginId: string;
  method: LoginEntity['method'];
  connectionId: string | null;
  account: Account;
  /** Whether its last use was noted so long ago that this one is to be. */
  isUseDue: boolean;
}

/** How exact the last use of a session is known; each use costs a statement only so often. */
const NOTED_EVERY = `interval '1 minute'`;

/** What a session is read with, from `session`. */
export const SESSION_COLUMNS = `session.uid, tenant_id AS "tenantId", session.login_id AS "loginId", session.method,
  session.connection_id AS "connectionId", session.account,
  session.last_used_at < now() - ${NOTED_EVERY} AS "isUseDue"`;

/** A session that a completed login would begin: what is told of it where that is told. */
export type ReadySession = Session & { reference: string; recoveryEndsAt: Date };

/** What is known of a session before it begins. */
export interface NewSession {
  uid: string;
  tenantId: string;
  loginId: string;
  interactionUid: string;
}

const READY = `tenant_id = $2 AND id = $3 AND status = 'completed'
          AND NOT (method = 'password' AND EXISTS (
            SELECT FROM password_change
             WHERE password_change.tenant_id = login.tenant_id AND password_change.user_id = login.user_id
               AND changed_at > login.ended_at))`;

const BEGIN = `
  INSERT INTO session (tenant_id, uid, user_id, login_id, method, connection_id, account, expires_at,
                       upstream_issuer, upstream_subject, upstream_sid, provider_expires_at)
  SELECT tenant_id, $1, user_id, id, method, connection_id, account, now() + interval '12 hours',
         upstream->>'issuer', upstream->>'subject', upstream->>'sid',
         to_timestamp((upstream->>'expiresAt')::float8)
    FROM login WHERE ${READY}
     AND EXISTS (SELECT FROM provider_artifact AS result
       WHERE result.kind = 'InteractionResult' AND result.id = $4 AND result.consumed_at = now())
  ON CONFLICT (tenant_id, uid) DO UPDATE
    SET user_id = excluded.user_id, login_id = excluded.login_id, method = excluded.method,
        connection_id = excluded.connection_id, account = excluded.account, expires_at = excluded.expires_at,
        upstream_issuer = excluded.upstream_issuer, upstream_subject = excluded.upstream_subject,
        upstream_sid = excluded.upstream_sid, provider_expires_at = excluded.provider_expires_at,
        started_at = now(), last_used_at = now()`;

const IS_LIVE = `FROM ${SESSION_WITH_LIFETIMES}
  WHERE session.uid = $1 AND session.ended_at IS NULL AND ${EXPIRES_AT} > now()`;

@Injectable()
export class SessionStore {
  /**
   * The session that a completed login would begin. Null where the login was not completed, or was by a password that
   * has been changed since.
   */
  async prepare(tx: Queries, { uid, tenantId, loginId }: NewSession): Promise<ReadySession | null> {
    const [session] = await tx.query<ReadySession[]>(
      `SELECT $1::text AS uid, tenant_id AS "tenantId", id AS "loginId", method, connection_id AS "connectionId",
              account, false AS "isUseDue", reference,
              now() + make_interval(mins => ${String(RECOVERY_MINUTES)}) AS "recoveryEndsAt"
         FROM login WHERE ${READY}`,
      [uid, tenantId, loginId],
    );
    return session ?? null;
  }

  /**
   * Begins the session of a completed login, or gives the browser's session to the new login: once, in the transaction
   * that has just consumed the interaction of the login.
   */
  async begin(tx: Queries, { uid, tenantId, loginId, interactionUid }: NewSession): Promise<void> {
    await tx.query(BEGIN, [uid, tenantId, loginId, interactionUid]);
  }

  /** The live session, of whichever tenant: its id cannot be guessed and is all that a token or a cookie names. */
  async find(tx: Queries, uid: string): Promise<Session | null> {
    const [session] = await tx.query<Session[]>(`SELECT ${SESSION_COLUMNS} ${IS_LIVE}`, [uid]);
    return session ?? null;
  }

  /**
   * `find`, and null too once the browser has given the session up for somebody else's, or its cookie has expired.
   * Fresh where it began moments ago.
   */
  async findHeld(tx: Queries, uid: string): Promise<(Session & { isFresh: boolean }) | null> {
    const rows = await tx.query<(Session & { isFresh: boolean })[]>(
      `SELECT ${SESSION_COLUMNS}, session.started_at > now() - interval '30 seconds' AS "isFresh" ${IS_LIVE}
         AND EXISTS (SELECT FROM provider_artifact AS cookie
           WHERE cookie.kind = 'Session' AND cookie.uid = $1 AND cookie.expires_at > now())`,
      [uid],
    );
    return rows[0] ?? null;
  }

  /** Notes that the session was used now; of uses at once, one writes. */
  async noteUse(tx: Queries, { tenantId, uid }: Session): Promise<void> {
    await tx.query(
      `UPDATE session SET last_used_at = now()
        WHERE tenant_id = $1 AND uid = $2 AND ended_at IS NULL AND last_used_at < now() - ${NOTED_EVERY}`,
      [tenantId, uid],
    );
  }
}
