import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';

/** A logout token that an application is still to get. */
export interface LogoutDelivery {
  id: string;
  applicationId: string;
  /** What the session is called in the application's ID tokens, and the person. */
  sid: string;
  sub: string;
  attempts: number;
}

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
}
