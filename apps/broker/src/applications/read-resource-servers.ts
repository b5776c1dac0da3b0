import type { ResourceServer } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { toResourceServer } from './resource-server.rules.js';
import { ResourceServerStore } from './resource-server.store.js';

/** Lists every resource server, or gives the one with the id. */
@Injectable()
export class ReadResourceServers {
  constructor(
    private readonly database: Database,
    private readonly servers: ResourceServerStore,
  ) {}

  async run(id?: string): Promise<ResourceServer[]> {
    return await this.database.transaction(async (tx) => {
      const found = id === undefined ? await this.servers.list(tx) : [await this.servers.get(tx, id)];
      return found.map(toResourceServer);
    });
  }
}
