import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { Adapter } from 'oidc-provider';
import { FindApplication } from '../applications/find-application.js';
import { ArtifactStore } from './artifact.store.js';
import { ClientStore } from './client.store.js';
import { GRANTED_KINDS } from './grant-revocation.store.js';
import { GrantStore } from './grant.store.js';
import { GrantedArtifactStore } from './granted-artifact.store.js';
import { InteractionArtifactStore } from './interaction-artifact.store.js';
import { RefreshTokenStore } from './refresh-token.store.js';
import { ReplayStore } from './replay.store.js';
import { RevokeGrant } from './revoke-grant.js';
import { SessionArtifactStore } from './session-artifact.store.js';

/**
 * Where oidc-provider finds each kind of what it stores: clients and grants in the applications, interactions in the
 * browser, the rest as artifacts.
 */
@Injectable()
export class Adapters {
  constructor(
    private readonly database: Database,
    private readonly findApplication: FindApplication,
    private readonly interactions: InteractionArtifactStore,
    private readonly sessions: SessionArtifactStore,
    private readonly revokeGrant: RevokeGrant,
  ) {}

  run(kind: string): Adapter {
    if (kind === 'Client') return new ClientStore(this.findApplication);
    if (kind === 'Grant') return new GrantStore(this.findApplication, this.revokeGrant);
    if (kind === 'Interaction') return this.interactions;
    if (kind === 'Session') return this.sessions;
    if (kind === 'RefreshToken') return new RefreshTokenStore(this.database, this.revokeGrant);
    if (kind === 'ReplayDetection') return new ReplayStore(this.database);
    if (GRANTED_KINDS.includes(kind)) return new GrantedArtifactStore(this.database, kind);
    return new ArtifactStore(this.database, kind);
  }
}
