import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ApplicationEntity } from './application.entity.js';

@Injectable()
export class ApplicationStore {
  async find(tx: EntityManager, id: string): Promise<ApplicationEntity | null> {
    return await tx.findOneBy(ApplicationEntity, { id });
  }

  async get(tx: EntityManager, id: string): Promise<ApplicationEntity> {
    const application = await this.find(tx, id);
    if (!application) throw new AppError('not_found');
    return application;
  }

  async list(tx: EntityManager): Promise<ApplicationEntity[]> {
    return await tx.find(ApplicationEntity, { order: { id: 'ASC' } });
  }

  /** False where an application with this id exists already. */
  async add(tx: EntityManager, application: Omit<ApplicationEntity, 'createdAt'>): Promise<boolean> {
    const { raw } = (await tx
      .createQueryBuilder()
      .insert()
      .into(ApplicationEntity)
      .values(application)
      .orIgnore()
      .returning('id')
      .execute()) as { raw: unknown[] };
    return raw.length === 1;
  }
}
