import { type Principal, UserUnlinked } from '@portico/contracts';
import { fact, Outbox } from '@portico/messaging';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { checkMaySetRoles } from '../users/user.rules.js';
import { UserStore } from '../users/user.store.js';
import { LinkStore } from './link.store.js';

/**
 * Releases an identity from its user, whose next sign-in is a first one again.
 * @emits user.unlinked
 */
@Injectable()
export class ReleaseLink {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly links: LinkStore,
    private readonly outbox: Outbox,
  ) {}

  async run(input: { tenantId: string; userId: string; linkId: string; bearer: Principal }): Promise<void> {
    const { tenantId, userId, linkId, bearer } = input;
    await this.database.inTenant(tenantId, async (tx) => {
      const { externalId, roles } = await this.users.get(tx, tenantId, userId);
      checkMaySetRoles(roles, bearer);
      const { connectionId } = await this.links.remove(tx, { tenantId, userId, id: linkId });
      const data = { userId, externalId, connectionId };
      await this.outbox.add(tx, fact(UserUnlinked, { tenantId, subject: userId, data }));
    });
  }
}
