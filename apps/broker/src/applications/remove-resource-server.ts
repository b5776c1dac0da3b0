import { AppError } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ApplicationStore } from './application.store.js';
import { checkNoLosers } from './resource-server.rules.js';
import { ResourceServerStore } from './resource-server.store.js';
import { findLosers } from './resources.rules.js';

/** Removes a resource server that no application names any more. */
@Injectable()
export class RemoveResourceServer {
  constructor(
    private readonly database: Database,
    private readonly servers: ResourceServerStore,
    private readonly applications: ApplicationStore,
  ) {}

  async run(id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const server = await this.servers.lock(tx, id);
      if (!server) throw new AppError('not_found');
      const users = await this.applications.listByAudience(tx, server.audience);
      checkNoLosers(findLosers(users, server, null), '');
      await this.servers.remove(tx, id);
    });
  }
}
