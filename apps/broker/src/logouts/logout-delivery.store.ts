import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';

/** A logout token that an application is still to get. */
export interface LogoutDelivery {
  id: string;
  applicationId: string;
  /** What the session is called in the application's ID tokens, and the person. */
  sid: string;
  sub: string;
}

/** What became of a try: the application's fault, or none where it has accepted. */
export interface DeliveryResult {
  id: string;
  fault: string | null;
}

/** A delivery that will not be tried again. */
export interface GivenUp {
  id: string;
  applicationId: string;
  fault: string;
}

/** An application has this long to accept; then the token is given up. */
export const TRIED_FOR_HOURS = 24;
/** Longer than any try takes: what a replica that died has taken is taken again after this. */
const LEASE_SECONDS = 60;
const KEPT_DAYS = 7;

const LAST_TRY = `delivery.created_at + interval '${TRIED_FOR_HOURS.toString()} hours'`;
const OLD = `created_at < now() - interval '${KEPT_DAYS.toString()} days' AND (delivered_at IS NOT NULL OR given_up_at IS NOT NULL)`;
const DUE = `delivered_at IS NULL AND given_up_at IS NULL AND next_try_at <= now()`;

@Injectable()
export class LogoutDeliveryStore {
  private wake: () => void = () => undefined;

  /** Who is told that something is about to be committed here. */
  onAdded(wake: () => void): void {
    this.wake = wake;
  }

  /**
   * Queues a logout token for every application that was signed in to in these sessions and listens for its end, in
   * one statement however many they are, and once however often it is asked. Belongs into the transaction that ends
   * the sessions, and before the provider forgets the browser's: which applications there were, only that row knows.
   */
  async add(tx: Queries, tenantId: string, uids: readonly string[]): Promise<void> {
    if (uids.length === 0) return;
    await tx.query(
      `INSERT INTO logout_delivery (tenant_id, application_id, session_uid, sid, sub)
       SELECT session.tenant_id, application.id, session.uid, signed_in.value->>'sid', session.user_id
         FROM session
         JOIN provider_artifact AS browser ON browser.kind = 'Session' AND browser.uid = session.uid
        CROSS JOIN jsonb_each(coalesce(browser.payload->'authorizations', '{}')) AS signed_in
         JOIN application ON application.id = signed_in.key
        WHERE session.tenant_id = $1 AND session.uid = ANY($2)
          AND application.backchannel_logout_uri IS NOT NULL AND signed_in.value->>'sid' IS NOT NULL
       ON CONFLICT DO NOTHING`,
      [tenantId, uids],
    );
    this.wake();
  }

  /** Tenants with a token that is due, at an application that is not at rest. */
  async listDueTenants(tx: Queries, atRest: readonly string[], limit: number): Promise<string[]> {
    const rows = await tx.query<{ tenantId: string }[]>(
      `SELECT DISTINCT tenant_id AS "tenantId" FROM logout_delivery
        WHERE ${DUE} AND application_id <> ALL($1) LIMIT $2`,
      [atRest, limit],
    );
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Takes the longest due; those that another replica takes are left to it. */
  async take(
    tx: Queries,
    tenantId: string,
    { atRest, limit }: { atRest: readonly string[]; limit: number },
  ): Promise<LogoutDelivery[]> {
    const [rows] = await tx.query<[LogoutDelivery[], number]>(
      // Materialized: without statistics the planner would pick anew for each row of the table.
      `WITH picked AS MATERIALIZED (
         SELECT id FROM logout_delivery WHERE tenant_id = $1 AND ${DUE} AND application_id <> ALL($2)
          ORDER BY next_try_at LIMIT $3 FOR UPDATE SKIP LOCKED)
       UPDATE logout_delivery AS delivery
          SET attempts = attempts + 1, next_try_at = now() + make_interval(secs => ${LEASE_SECONDS.toString()})
         FROM picked WHERE delivery.tenant_id = $1 AND delivery.id = picked.id
       RETURNING delivery.id, application_id AS "applicationId", sid, sub`,
      [tenantId, atRest, limit],
    );
    return rows;
  }

  /**
   * Notes what became of tries. What was not accepted is due again after twice the time, half an hour at most, for the
   * last time at the end of its day; gives those that had it.
   */
  async settle(tx: Queries, tenantId: string, results: readonly DeliveryResult[]): Promise<GivenUp[]> {
    const [rows] = await tx.query<[(GivenUp & { isGivenUp: boolean })[], number]>(
      `UPDATE logout_delivery AS delivery
          SET fault = result.fault,
              delivered_at = CASE WHEN result.fault IS NULL THEN now() END,
              given_up_at = CASE WHEN result.fault IS NOT NULL AND ${LAST_TRY} <= now() THEN now() END,
              next_try_at = least(${LAST_TRY}, now() + make_interval(secs => least(power(2, least(attempts, 11)), 1800)))
         FROM jsonb_to_recordset($2::jsonb) AS result (id uuid, fault text)
        WHERE delivery.tenant_id = $1 AND delivery.id = result.id AND delivered_at IS NULL AND given_up_at IS NULL
       RETURNING delivery.id, application_id AS "applicationId", delivery.fault, given_up_at IS NOT NULL AS "isGivenUp"`,
      [tenantId, JSON.stringify(results)],
    );
    return rows.filter(({ isGivenUp }) => isGivenUp);
  }

  async listOldTenants(tx: Queries, limit: number): Promise<string[]> {
    const rows = await tx.query<{ tenantId: string }[]>(
      `SELECT DISTINCT tenant_id AS "tenantId" FROM logout_delivery WHERE ${OLD} LIMIT $1`,
      [limit],
    );
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Removes what was settled a week ago. */
  async removeOld(tx: Queries, tenantId: string, limit: number): Promise<void> {
    await tx.query(
      `DELETE FROM logout_delivery WHERE tenant_id = $1 AND id IN (
         SELECT id FROM logout_delivery WHERE tenant_id = $1 AND ${OLD} LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [tenantId, limit],
    );
  }
}
