import type { Database } from '@portico/service-kit';
import type { AdapterPayload } from 'oidc-provider';
import { ArtifactStore } from './artifact.store.js';
import type { InteractionResults } from './interaction-results.js';

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
}
