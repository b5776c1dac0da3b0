import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { EXPIRES_AT, SESSION_WITH_LIFETIMES } from './lifetimes.rules.js';

/** A session with the login that it was begun by: another login in the same browser makes it another's. */
export interface SessionKey {
  uid: string;
  loginId: string;
}

/** A session that has not been ended, though its time may be over. */
export interface OpenSession extends SessionKey {
  tenantId: string;
  isOver: boolean;
}

/** What is told about a session that has ended. */
export interface EndedSession {
  uid: string;
  loginId: string;
  userId: string;
  externalId: string | null;
}

/** Of a user's password only, of a connection, or all of a tenant's. */
export interface SessionFilter {
  userId?: string;
  connectionId?: string;
  method?: 'password';
}

const KEY = `session.uid, session.login_id AS "loginId"`;

@Injectable()
export class EndedSessionStore {
  /** The session, of whichever tenant, where nobody has ended it yet. */
  async findOpen(tx: Queries, uid: string): Promise<OpenSession | null> {
    const [session] = await tx.query<OpenSession[]>(
      `SELECT ${KEY}, tenant_id AS "tenantId", ${EXPIRES_AT} <= now() AS "isOver"
         FROM ${SESSION_WITH_LIFETIMES} WHERE session.uid = $1 AND session.ended_at IS NULL`,
      [uid],
    );
    return session ?? null;
  }

  /** Sessions of a tenant that are to end; oldest first, so many at most. */
  async listOpen(
    tx: Queries,
    { tenantId, userId, connectionId, method }: SessionFilter & { tenantId: string },
    limit: number,
  ): Promise<SessionKey[]> {
    return await tx.query<SessionKey[]>(
      `SELECT ${KEY} FROM session
        WHERE tenant_id = $1 AND ended_at IS NULL AND ($2::uuid IS NULL OR user_id = $2)
          AND ($3::uuid IS NULL OR connection_id = $3) AND ($4::text IS NULL OR method = $4)
        ORDER BY started_at, uid LIMIT $5`,
      [tenantId, userId ?? null, connectionId ?? null, method ?? null, limit],
    );
  }

  /** Sessions that an identity provider names by its own session, its person or both; see `EndByProvider`. */
  async listOfProvider(
    tx: Queries,
    place: { tenantId: string; connectionId: string; issuer: string },
    { sub, sid }: { sub?: string; sid?: string },
  ): Promise<SessionKey[]> {
    return await tx.query<SessionKey[]>(
      `SELECT ${KEY} FROM session
        WHERE tenant_id = $1 AND connection_id = $2 AND upstream_issuer = $3 AND ended_at IS NULL
          AND ($4::text IS NULL OR upstream_subject = $4)
          AND ($5::text IS NULL OR upstream_sid = $5 OR upstream_sid IS NULL AND $4::text IS NOT NULL)
        ORDER BY uid`,
      [place.tenantId, place.connectionId, place.issuer, sub ?? null, sid ?? null],
    );
  }

  /** Ends these, each once, and gives those that this call has ended. Locked in one order, for others end some too. */
  async end(tx: Queries, tenantId: string, sessions: readonly SessionKey[]): Promise<EndedSession[]> {
    const [ended] = await tx.query<[EndedSession[], number]>(
      `WITH open AS (
         SELECT uid FROM session
          WHERE tenant_id = $1 AND uid = ANY ($2::text[]) AND login_id = ANY ($3::uuid[]) AND ended_at IS NULL
          ORDER BY uid FOR UPDATE)
       UPDATE session SET ended_at = now() FROM open
        WHERE session.tenant_id = $1 AND session.uid = open.uid
       RETURNING session.uid, login_id AS "loginId", user_id AS "userId", account->>'externalId' AS "externalId"`,
      [tenantId, sessions.map(({ uid }) => uid), sessions.map(({ loginId }) => loginId)],
    );
    return ended;
  }

  /** Takes away what sessions leave at the provider: their cookies, codes and tokens. */
  async revokeArtifacts(tx: Queries, uids: string[]): Promise<void> {
    await tx.query('DELETE FROM provider_artifact WHERE uid = ANY ($1::text[])', [uids]);
  }
}
