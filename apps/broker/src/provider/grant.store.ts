import { type Adapter, type AdapterPayload, Provider } from 'oidc-provider';
import type { FindApplication } from '../applications/find-application.js';
import { readGrantId, toGrant } from './grant.rules.js';
import { revocationCauseOf } from './revocation-cause.rules.js';
import type { RevokeGrant } from './revoke-grant.js';

/**
 * Grants are derived, not stored: a first-party application has, for everybody, what it is registered for now. The id
 * says whose grant it is; it comes from our own sessions, codes and tokens only.
 */
export class GrantStore implements Adapter {
  constructor(
    private readonly findApplication: FindApplication,
    private readonly revokeGrant: RevokeGrant,
  ) {}

  async find(id: string): Promise<AdapterPayload | undefined> {
    const parts = readGrantId(id);
    const application = parts && (await this.findApplication.run(parts.clientId));
    return application ? toGrant(id, parts.accountId, application) : undefined;
  }

  async upsert(): Promise<void> {
    // There is nothing to keep.
  }

  /** Whatever was issued under the grant goes, also what is being issued; the application stays registered. */
  async destroy(id: string): Promise<void> {
    await this.revokeGrant.run(id, revocationCauseOf(Provider.ctx));
  }

  async findByUid(): Promise<undefined> {
    return undefined;
  }

  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(): Promise<never> {
    throw new Error('a grant is not consumed');
  }

  async revokeByGrantId(): Promise<void> {
    // A grant does not belong to a grant.
  }
}
