import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { Account } from '../logins/account.rules.js';

/** A browser's signed-in state: who, in which tenant, by which way in. */
export interface Session {
  uid: string;
  tenantId: string;
  loginId: string;
  method: 'sso' | 'password';
  connectionId: string | null;
  account: Account;
}

const COLUMNS = `uid, tenant_id AS "tenantId", login_id AS "loginId", method, connection_id AS "connectionId", account`;

/** What is known of a session before it begins. */
export interface NewSession {
  uid: string;
  tenantId: string;
  loginId: string;
  interactionUid: string;
  seconds: number;
}

const READY = `tenant_id = $2 AND id = $3 AND status = 'completed'
          AND NOT (method = 'password' AND EXISTS (
            SELECT FROM password_change
             WHERE password_change.tenant_id = login.tenant_id AND password_change.user_id = login.user_id
               AND changed_at > login.ended_at))`;

@Injectable()
export class SessionStore {
  /**
   * The session that a completed login would begin. Null where the login was not completed, or was by a password that
   * has been changed since.
   */
  async prepare(tx: Queries, { uid, tenantId, loginId }: NewSession): Promise<Session | null> {
    const [session] = await tx.query<Session[]>(
      `SELECT $1::text AS uid, tenant_id AS "tenantId", id AS "loginId", method, connection_id AS "connectionId", account
         FROM login WHERE ${READY}`,
      [uid, tenantId, loginId],
    );
    return session ?? null;
  }

  /**
   * Begins the session of a completed login, or gives the browser's session to the new login: once, in the transaction
   * that has just consumed the interaction of the login.
   */
  async begin(tx: Queries, { uid, tenantId, loginId, interactionUid, seconds }: NewSession): Promise<void> {
    await tx.query(
      `INSERT INTO session (tenant_id, uid, user_id, login_id, method, connection_id, account, expires_at)
       SELECT tenant_id, $1, user_id, id, method, connection_id, account, now() + make_interval(secs => $5)
         FROM login WHERE ${READY}
          AND EXISTS (SELECT FROM provider_artifact AS result
            WHERE result.kind = 'InteractionResult' AND result.id = $4 AND result.consumed_at = now())
       ON CONFLICT (tenant_id, uid) DO UPDATE
         SET user_id = excluded.user_id, login_id = excluded.login_id, method = excluded.method,
             connection_id = excluded.connection_id, account = excluded.account, expires_at = excluded.expires_at`,
      [uid, tenantId, loginId, interactionUid, seconds],
    );
  }

  /** The live session, of whichever tenant: its id cannot be guessed and is all that a token or a cookie names. */
  async find(tx: Queries, uid: string): Promise<Session | null> {
    const rows = await tx.query<Session[]>(
      `SELECT ${COLUMNS} FROM session WHERE uid = $1 AND ended_at IS NULL AND expires_at > now()`,
      [uid],
    );
    return rows[0] ?? null;
  }

  /**
   * `find`, and null too once the browser has given the session up for somebody else's, or its cookie has expired.
   * Fresh where it began moments ago.
   */
  async findHeld(tx: Queries, uid: string): Promise<(Session & { isFresh: boolean }) | null> {
    const rows = await tx.query<(Session & { isFresh: boolean })[]>(
      `SELECT ${COLUMNS}, started_at > now() - interval '30 seconds' AS "isFresh" FROM session WHERE uid = $1 AND ended_at IS NULL AND expires_at > now()
          AND EXISTS (SELECT FROM provider_artifact AS cookie
            WHERE cookie.kind = 'Session' AND cookie.uid = $1 AND cookie.expires_at > now())`,
      [uid],
    );
    return rows[0] ?? null;
  }

  /** False where it had ended before. */
  async end(tx: Queries, { tenantId, uid }: Pick<Session, 'tenantId' | 'uid'>): Promise<boolean> {
    const [, affected] = await tx.query<[unknown[], number]>(
      `UPDATE session SET ended_at = now() WHERE tenant_id = $1 AND uid = $2 AND ended_at IS NULL RETURNING uid`,
      [tenantId, uid],
    );
    return affected === 1;
  }

  /** Ends every live session that a user's password began; gives their ids. */
  async endByPassword(
    tx: Queries,
    { tenantId, userId }: { tenantId: string; userId: string },
  ): Promise<string[]> {
    const [rows] = await tx.query<[{ uid: string }[], number]>(
      `UPDATE session SET ended_at = now()
        WHERE tenant_id = $1 AND user_id = $2 AND method = 'password' AND ended_at IS NULL AND expires_at > now()
        RETURNING uid`,
      [tenantId, userId],
    );
    return rows.map(({ uid }) => uid);
  }
}
