import type { IdentityLink } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { UserStore } from '../users/user.store.js';
import { toIdentityLink } from './link.rules.js';
import { LinkStore } from './link.store.js';

/** Lists the identities that are pinned to a user. */
@Injectable()
export class ListLinks {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly links: LinkStore,
  ) {}

  async run({ tenantId, userId }: { tenantId: string; userId: string }): Promise<IdentityLink[]> {
    return await this.database.inTenant(tenantId, async (tx) => {
      await this.users.get(tx, tenantId, userId);
      return (await this.links.list(tx, tenantId, userId)).map(toIdentityLink);
    });
  }
}
