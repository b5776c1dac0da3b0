import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ResourceServerEntity } from './resource-server.entity.js';

@Injectable()
export class ResourceServerStore {
  async get(tx: EntityManager, id: string): Promise<ResourceServerEntity> {
    const server = await tx.findOneBy(ResourceServerEntity, { id });
    if (!server) throw new AppError('not_found');
    return server;
  }

  async list(tx: EntityManager): Promise<ResourceServerEntity[]> {
    return await tx.find(ResourceServerEntity, { order: { id: 'ASC' } });
  }

  /**
   * The one with the id. Until the end of the transaction nobody else sets a resource server, and nobody names this one
   * in an application.
   */
  async lock(tx: EntityManager, id: string): Promise<ResourceServerEntity | null> {
    await tx.query('LOCK TABLE resource_server IN SHARE ROW EXCLUSIVE MODE');
    return await tx.findOne(ResourceServerEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** Those with the audiences, which nobody changes before the end of the transaction. */
  async holdByAudience(tx: EntityManager, audiences: string[]): Promise<ResourceServerEntity[]> {
    return await tx
      .createQueryBuilder(ResourceServerEntity, 'server')
      .where('server.audience = ANY(:audiences)', { audiences })
      .setLock('pessimistic_read')
      .orderBy('server.id')
      .getMany();
  }

  /** Under the lock; throws `audience_taken` where another one has the audience. */
  async save(tx: EntityManager, server: Omit<ResourceServerEntity, 'createdAt'>): Promise<void> {
    const holder = await tx.findOneBy(ResourceServerEntity, { audience: server.audience });
    if (holder && holder.id !== server.id) throw new AppError('audience_taken');
    await tx.upsert(ResourceServerEntity, server, ['id']);
  }

  async remove(tx: EntityManager, id: string): Promise<void> {
    await tx.delete(ResourceServerEntity, id);
  }
}
