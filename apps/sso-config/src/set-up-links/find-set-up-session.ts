import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { hashOfSession } from './set-up-link.rules.js';
import { SetUpLinkStore } from './set-up-link.store.js';

/** What a set-up session's bearer token is good for now; null for one that is unknown, over or revoked with its link. */
@Injectable()
export class FindSetUpSession {
  constructor(
    private readonly database: Database,
    private readonly links: SetUpLinkStore,
  ) {}

  async run(accessToken: string): Promise<{ linkId: string; tenantId: string; connectionId: string } | null> {
    const hash = hashOfSession(accessToken);
    // Across tenants: the token alone says whose session it is.
    const link = await this.database.acrossTenants((tx) => this.links.findBySession(tx, hash));
    return link && { linkId: link.id, tenantId: link.tenantId, connectionId: link.connectionId };
  }
}
