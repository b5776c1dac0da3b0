import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ConnectionRevisionRow } from './connection-revision.entity.js';

/** Every set of values that a connection ever had, and who saved it. */
@Injectable()
export class ConnectionRevisionStore {
  async add(tx: EntityManager, revision: Omit<ConnectionRevisionRow, 'savedAt'>): Promise<void> {
    await tx.insert(ConnectionRevisionRow, revision);
  }
}
