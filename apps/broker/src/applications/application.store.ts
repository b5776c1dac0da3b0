import { AppError } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ApplicationEntity } from './application.entity.js';

@Injectable()
export class ApplicationStore {
  async find(tx: Queries, id: string): Promise<ApplicationEntity | null> {
    const [row] = await tx.query<ApplicationEntity[]>(
      `SELECT id, kind, name, secret_hash AS "secretHash", redirect_uris AS "redirectUris",
              post_logout_redirect_uris AS "postLogoutRedirectUris", api_scopes AS "apiScopes",
              tenant_ids AS "tenantIds", created_at AS "createdAt"
         FROM application WHERE id = $1`,
      [id],
    );
    return row ?? null;
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
