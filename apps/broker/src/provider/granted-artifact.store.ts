import type { Database } from '@portico/service-kit';
import { ArtifactStore } from './artifact.store.js';

/** Codes and tokens: they count while their grant has not been revoked, and go with it in one transaction. */
export class GrantedArtifactStore extends ArtifactStore {
  constructor(database: Database, kind: string) {
    super(
      database,
      kind,
      `AND NOT EXISTS (SELECT FROM provider_artifact AS revoked
         WHERE revoked.kind = 'RevokedGrant' AND revoked.id = provider_artifact.grant_id)`,
    );
  }

  /** `GrantStore.destroy`, which always comes with it, takes everything of the grant along. */
  override async revokeByGrantId(): Promise<void> {
    // There is nothing left to do.
  }
}
