import type { Database } from '@portico/service-kit';
import { errors, Provider } from 'oidc-provider';
import { GrantedArtifactStore } from './granted-artifact.store.js';
import { revocationCauseOf } from './revocation-cause.rules.js';
import type { RevokeGrant } from './revoke-grant.js';

/**
 * Refresh tokens, each for one use. Whoever comes second, at the same moment or later, may be the thief or the one
 * who was robbed: the grant dies for both (RFC 9700 §4.14.2).
 */
export class RefreshTokenStore extends GrantedArtifactStore {
  constructor(
    database: Database,
    private readonly revokeGrant: RevokeGrant,
  ) {
    super(database, 'RefreshToken');
  }

  override async consume(id: string): Promise<void> {
    try {
      await super.consume(id);
    } catch (error) {
      if (error instanceof errors.InvalidGrant) await this.revokeGrantOfRequest();
      throw error;
    }
  }

  /** A used one stays until its grant goes, which always follows: what is gone already could not be seen to be reused. */
  override async destroy(): Promise<void> {
    // There is nothing to do alone.
  }

  private async revokeGrantOfRequest(): Promise<void> {
    const { ctx } = Provider;
    const grantId = ctx?.oidc.entities.RefreshToken?.grantId;
    if (grantId !== undefined) await this.revokeGrant.run(grantId, revocationCauseOf(ctx));
  }
}
