import type { Database } from '@portico/service-kit';
import type { AdapterPayload } from 'oidc-provider';
import { ArtifactStore } from './artifact.store.js';
import type { InteractionResults } from './interaction-results.js';

/** The provider's sessions. One of somebody else ends where another person's sign-in returns: it begins its own. */
export class SessionArtifactStore extends ArtifactStore {
  constructor(
    database: Database,
    private readonly results: InteractionResults,
  ) {
    super(database, 'Session');
  }

  override async find(id: string): Promise<AdapterPayload | undefined> {
    const session = await super.find(id);
    const result = session && (await this.results.ofThisRequest());
    if (!result || session.accountId === undefined || session.accountId === result.login.accountId)
      return session;
    await this.destroy(id);
    return undefined;
  }
}
