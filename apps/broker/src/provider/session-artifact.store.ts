import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { type AdapterPayload, Provider } from 'oidc-provider';
import { EndSession } from '../sessions/end-session.js';
import { ArtifactStore } from './artifact.store.js';
import { InteractionResults } from './interaction-results.js';

const SIGN_OUT_ROUTES = ['end_session', 'end_session_confirm'];

/**
 * The provider's sessions. Portico's own ends with one: while the row is still there, because it names the applications
 * that are to be told.
 */
@Injectable()
export class SessionArtifactStore extends ArtifactStore {
  constructor(
    database: Database,
    private readonly results: InteractionResults,
    private readonly endSession: EndSession,
  ) {
    super(database, 'Session');
  }

  /** One that is over for the person who returns from a sign-in ends there. */
  override async find(id: string): Promise<AdapterPayload | undefined> {
    const session = await super.find(id);
    if (!session || !(await this.results.ends(session))) return session;
    await this.endSession.run(session.uid ?? '', 'replaced');
    await super.destroy(id);
    return undefined;
  }

  /** By the person who signs out; or a former id of a session that goes on under another. */
  override async destroy(id: string): Promise<void> {
    const { route, session } = Provider.ctx?.oidc ?? {};
    if (SIGN_OUT_ROUTES.includes(route ?? '') && session?.jti === id)
      await this.endSession.run(session.uid, 'logout');
    await super.destroy(id);
  }
}
