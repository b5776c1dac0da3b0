import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type ConnectionValues, toValues } from './connection-values.rules.js';
import type { ConnectionRow } from './connection.entity.js';
import { ConnectionRevisionStore } from './connection-revision.store.js';
import { type ConnectionKey, ConnectionStore } from './connection.store.js';

/** A connection, and the values that the next save changes: the pending ones where there are any. */
export interface Newest {
  row: ConnectionRow;
  values: ConnectionValues;
}

/** Reads a connection with its newest values, or locks it until the transaction ends. */
@Injectable()
export class ReadNewest {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly revisions: ConnectionRevisionStore,
  ) {}

  async run(tx: EntityManager, key: ConnectionKey, { locked }: { locked: boolean }): Promise<Newest> {
    const row = locked ? await this.connections.getLocked(tx, key) : await this.connections.get(tx, key);
    if (row.pendingRevision === null) return { row, values: toValues(row) };
    const { values } = await this.revisions.get(tx, key, row.pendingRevision);
    return { row, values };
  }
}
