import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ConnectionRow } from './connection.entity.js';

/** Names one connection; every access names the tenant too. */
export interface ConnectionKey {
  tenantId: string;
  id: string;
}

@Injectable()
export class ConnectionStore {
  async add(
    tx: EntityManager,
    connection: Pick<ConnectionRow, 'tenantId' | 'id' | 'provider' | 'name'> & Partial<ConnectionRow>,
  ): Promise<void> {
    await tx.insert(ConnectionRow, connection);
  }

  async find(tx: EntityManager, { tenantId, id }: ConnectionKey): Promise<ConnectionRow | null> {
    return await tx.findOneBy(ConnectionRow, { tenantId, id });
  }

  async get(tx: EntityManager, { tenantId, id }: ConnectionKey): Promise<ConnectionRow> {
    return orNotFound(await this.find(tx, { tenantId, id }));
  }

  /** The connection, locked until the transaction ends. */
  async findLocked(tx: EntityManager, { tenantId, id }: ConnectionKey): Promise<ConnectionRow | null> {
    return await tx.findOne(ConnectionRow, {
      where: { tenantId, id },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async getLocked(tx: EntityManager, key: ConnectionKey): Promise<ConnectionRow> {
    return orNotFound(await this.findLocked(tx, key));
  }

  async list(tx: EntityManager, tenantId: string): Promise<ConnectionRow[]> {
    return await tx.find(ConnectionRow, { where: { tenantId }, order: { id: 'ASC' } });
  }

  async count(tx: EntityManager, tenantId: string): Promise<number> {
    return await tx.countBy(ConnectionRow, { tenantId });
  }

  /** Changes a connection that this transaction has locked. */
  async update(
    tx: EntityManager,
    { tenantId, id }: ConnectionKey,
    changes: Partial<ConnectionRow>,
  ): Promise<void> {
    await tx.update(ConnectionRow, { tenantId, id }, { ...changes, updatedAt: () => 'now()' });
  }

  async remove(tx: EntityManager, { tenantId, id }: ConnectionKey): Promise<void> {
    await tx.delete(ConnectionRow, { tenantId, id });
  }
}

const orNotFound = (row: ConnectionRow | null): ConnectionRow => {
  if (!row) throw new AppError('not_found', { detail: 'no such connection' });
  return row;
};
