import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { ConnectionRow } from './connection.entity.js';
import { type ConnectionKey, ConnectionStore } from './connection.store.js';

/** Reads one connection. */
@Injectable()
export class ReadConnection {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionStore,
  ) {}

  async run(key: ConnectionKey): Promise<ConnectionRow> {
    return await this.database.inTenant(key.tenantId, (tx) => this.connections.get(tx, key));
  }
}
