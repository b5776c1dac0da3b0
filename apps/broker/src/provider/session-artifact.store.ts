import type { Database } from '@portico/service-kit';
import { type AdapterPayload, Provider } from 'oidc-provider';
import { ArtifactStore } from './artifact.store.js';
import { defer } from './deferred-writes.js';
import type { InteractionResults } from './interaction-results.js';

/** With all that was issued in it: tokens of no application outlive a sign-out. */
const FORGET = `
  WITH ended AS (DELETE FROM provider_artifact WHERE kind = 'Session' AND id = $1 RETURNING payload)
  DELETE FROM provider_artifact WHERE grant_id IN (
    SELECT signed_in.value->>'grantId' FROM ended, jsonb_each(coalesce(payload->'authorizations', '{}')) AS signed_in)`;

/** The provider's sessions. One that is over for the person who returns from a sign-in ends there. */
export class SessionArtifactStore extends ArtifactStore {
  constructor(
    database: Database,
    private readonly results: InteractionResults,
  ) {
    super(database, 'Session');
  }

  override async find(id: string): Promise<AdapterPayload | undefined> {
    const session = await super.find(id);
    if (!session || !(await this.results.ends(session))) return session;
    await this.destroy(id);
    return undefined;
  }

  /** A sign-out first queues the logout tokens of the applications that only this row knows. */
  override async destroy(id: string): Promise<void> {
    if (Provider.ctx?.oidc.route !== 'end_session_confirm') {
      await super.destroy(id);
      return;
    }
    defer({ run: async (tx) => await tx.query(FORGET, [id]) });
  }
}
