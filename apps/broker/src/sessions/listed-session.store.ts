import type { BrowserSession } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { EXPIRES_AT, SESSION_WITH_LIFETIMES } from './lifetimes.rules.js';

/** Which live sessions of a tenant are wanted. */
export interface SessionPageWish {
  tenantId: string;
  userId?: string;
  connectionId?: string;
  /** The login of the last session of the page before. */
  after?: string;
  limit: number;
}

/** A session as the API shows it, with the login that began it; the order of logins is that of their start. */
export type ListedSession = Omit<BrowserSession, 'startedAt' | 'lastUsedAt' | 'expiresAt'> & {
  loginId: string;
  startedAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
};

const LIST = `
  WITH page AS (
    SELECT session.uid AS id, session.user_id AS "userId", session.account->>'email' AS email, session.method,
           session.connection_id AS "connectionId", session.login_id AS "loginId",
           session.started_at AS "startedAt", session.last_used_at AS "lastUsedAt", ${EXPIRES_AT} AS "expiresAt"
      FROM ${SESSION_WITH_LIFETIMES}
     WHERE session.tenant_id = $1 AND session.ended_at IS NULL AND ${EXPIRES_AT} > now()
       AND ($2::uuid IS NULL OR session.user_id = $2) AND ($3::uuid IS NULL OR session.connection_id = $3)
       AND ($4::uuid IS NULL OR session.login_id < $4)
     ORDER BY session.login_id DESC LIMIT $5)
  SELECT page.*, login.provider, coalesce(login.amr, '{}') AS amr,
         ARRAY(SELECT signed_in FROM provider_artifact AS browser,
                      jsonb_object_keys(coalesce(browser.payload->'authorizations', '{}')) AS signed_in
                WHERE browser.kind = 'Session' AND browser.uid = page.id ORDER BY signed_in) AS "applicationIds"
    FROM page JOIN login ON login.tenant_id = $1 AND login.id = page."loginId"
   ORDER BY page."loginId" DESC`;

@Injectable()
export class ListedSessionStore {
  /** The live sessions, newest first. */
  async list(
    tx: Queries,
    { tenantId, userId, connectionId, after, limit }: SessionPageWish,
  ): Promise<ListedSession[]> {
    return await tx.query<ListedSession[]>(LIST, [
      tenantId,
      userId ?? null,
      connectionId ?? null,
      after ?? null,
      limit,
    ]);
  }
}
