import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ConnectionRevisionRow } from './connection-revision.entity.js';

/** Names one connection's history; every access names the tenant too. */
interface HistoryKey {
  tenantId: string;
  id: string;
}

/** Every set of values that a connection ever had, and who saved it. */
@Injectable()
export class ConnectionRevisionStore {
  async add(tx: EntityManager, revision: Omit<ConnectionRevisionRow, 'savedAt'>): Promise<void> {
    await tx.insert(ConnectionRevisionRow, revision);
  }

  async find(
    tx: EntityManager,
    { tenantId, id: connectionId }: HistoryKey,
    revision: number,
  ): Promise<ConnectionRevisionRow | null> {
    return await tx.findOneBy(ConnectionRevisionRow, { tenantId, connectionId, revision });
  }

  /** Refuses a revision that never was with `not_found`. */
  async get(tx: EntityManager, key: HistoryKey, revision: number): Promise<ConnectionRevisionRow> {
    const row = await this.find(tx, key, revision);
    if (!row) throw new AppError('not_found', { detail: 'no such revision' });
    return row;
  }

  /** The newest so many. */
  async list(
    tx: EntityManager,
    { tenantId, id: connectionId }: HistoryKey,
    limit: number,
  ): Promise<ConnectionRevisionRow[]> {
    return await tx.find(ConnectionRevisionRow, {
      where: { tenantId, connectionId },
      order: { revision: 'DESC' },
      take: limit,
    });
  }
}
