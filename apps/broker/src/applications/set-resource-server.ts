import {
  API_AUDIENCE,
  AppError,
  type ResourceServer,
  type SetResourceServer as Wanted,
} from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ApplicationStore } from './application.store.js';
import { checkNoLosers, toResourceServer } from './resource-server.rules.js';
import { ResourceServerStore } from './resource-server.store.js';
import { findLosers } from './resources.rules.js';

/** Registers a resource server or replaces it; never takes anything from an application that names it. */
@Injectable()
export class SetResourceServer {
  constructor(
    private readonly database: Database,
    private readonly servers: ResourceServerStore,
    private readonly applications: ApplicationStore,
  ) {}

  async run(id: string, wanted: Wanted): Promise<ResourceServer> {
    // A token for somebody else's API would be one for Portico's own.
    if (wanted.audience === API_AUDIENCE) throw new AppError('audience_taken');
    return await this.database.transaction(async (tx) => {
      const before = await this.servers.lock(tx, id);
      if (before) {
        const users = await this.applications.listByAudience(tx, before.audience);
        const pointer = before.audience === wanted.audience ? '/scopes' : '/audience';
        checkNoLosers(findLosers(users, before, wanted), pointer);
      }
      await this.servers.save(tx, { id, ...wanted });
      return toResourceServer(await this.servers.get(tx, id));
    });
  }
}
