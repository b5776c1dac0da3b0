import { AppError, type CreateLink, type IdentityLink, type Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { PinIdentity } from '../match/pin-identity.js';
import { checkMaySetRoles, toSnapshot } from '../users/user.rules.js';
import { UserStore } from '../users/user.store.js';
import { WrittenMeanwhile } from '../violations.rules.js';
import { checkPlainLink, findSameLink, toIdentityLink } from './link.rules.js';
import { LinkStore } from './link.store.js';

/**
 * Pins an identity to a user before its first sign-in; the same link twice is one.
 * @emits user.linked
 */
@Injectable()
export class AddLink {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly links: LinkStore,
    private readonly pin: PinIdentity,
  ) {}

  async run(input: {
    tenantId: string;
    userId: string;
    wanted: CreateLink;
    bearer: Principal;
  }): Promise<IdentityLink> {
    const { tenantId, userId, wanted, bearer } = input;
    checkPlainLink(wanted);
    try {
      return await this.database.inTenant(tenantId, async (tx) => {
        const user = await this.users.getLocked(tx, tenantId, userId);
        // Whoever links an identity of their own to somebody signs in as that person.
        checkMaySetRoles(user.roles, bearer);
        const link = { tenantId, userId, ...wanted };
        const same = findSameLink(link, await this.links.listRivals(tx, link));
        return toIdentityLink(same ?? (await this.pin.run(tx, wanted, toSnapshot(user), { used: false })));
      });
    } catch (error) {
      if (!(error instanceof WrittenMeanwhile)) throw error;
      throw new AppError('link_conflict', { detail: 'linked at the same moment', cause: error });
    }
  }
}
