import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';

/** A refresh token of an identity provider, sealed, and how often it is to be used. */
export interface Recheck {
  sealedToken: string;
  minutes: number;
}

interface TokenKey {
  tenantId: string;
  loginId: string;
}

/** A token whose turn it is, with the live session of its login; without one where there is none any more. */
export interface DueToken extends TokenKey {
  uid: string | null;
  connectionId: string | null;
  subject: string | null;
}

@Injectable()
export class UpstreamTokenStore {
  /** Keeps the token of a login, or the one that replaces it. */
  async save(tx: Queries, { tenantId, loginId }: TokenKey, { sealedToken, minutes }: Recheck): Promise<void> {
    await tx.query(
      `INSERT INTO upstream_token (tenant_id, login_id, sealed_token, due_at)
       VALUES ($1, $2, $3, now() + make_interval(mins => $4))
       ON CONFLICT (tenant_id, login_id) DO UPDATE
         SET sealed_token = excluded.sealed_token, due_at = excluded.due_at`,
      [tenantId, loginId, sealedToken, minutes],
    );
  }

  /** Of all tenants; those that have waited longest. */
  async listDue(tx: Queries, limit: number): Promise<DueToken[]> {
    return await tx.query<DueToken[]>(
      `SELECT token.tenant_id AS "tenantId", token.login_id AS "loginId", session.uid,
              session.connection_id AS "connectionId", session.upstream_subject AS subject
         FROM upstream_token AS token
         LEFT JOIN session ON session.tenant_id = token.tenant_id AND session.login_id = token.login_id
          AND session.ended_at IS NULL
        WHERE token.due_at <= now() ORDER BY token.due_at LIMIT $1`,
      [limit],
    );
  }

  /** Takes a token for a minute, in which no other replica does; null where it is not due any more. */
  async take(tx: Queries, { tenantId, loginId }: TokenKey): Promise<string | null> {
    const [rows] = await tx.query<[{ sealed_token: string }[], number]>(
      `UPDATE upstream_token SET due_at = now() + interval '1 minute'
        WHERE tenant_id = $1 AND login_id = $2 AND due_at <= now() RETURNING sealed_token`,
      [tenantId, loginId],
    );
    return rows[0]?.sealed_token ?? null;
  }

  async remove(tx: Queries, tenantId: string, loginIds: readonly string[]): Promise<void> {
    await tx.query('DELETE FROM upstream_token WHERE tenant_id = $1 AND login_id = ANY ($2::uuid[])', [
      tenantId,
      loginIds,
    ]);
  }
}
