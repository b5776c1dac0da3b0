import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { type SetUpLinkKey, SetUpLinkStore } from './set-up-link.store.js';

/** Ends a link, and at once whatever is being done with it; what was saved stays a draft or pending. */
@Injectable()
export class RevokeSetUpLink {
  constructor(
    private readonly database: Database,
    private readonly links: SetUpLinkStore,
  ) {}

  async run(key: SetUpLinkKey): Promise<void> {
    await this.database.inTenant(key.tenantId, async (tx) => {
      await this.links.get(tx, key);
      await this.links.revoke(tx, key);
    });
  }
}
