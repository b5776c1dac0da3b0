import { AppError } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager, QueryDeepPartialEntity } from 'typeorm';
import { ApplicationEntity } from './application.entity.js';

/** Secrets that have ended are not read. */
const SELECT = `
  SELECT id, kind, name, token_auth AS "tokenAuth", jwks, jwks_uri AS "jwksUri", redirect_uris AS "redirectUris",
         post_logout_redirect_uris AS "postLogoutRedirectUris",
         backchannel_logout_uri AS "backchannelLogoutUri", initiate_login_uri AS "initiateLoginUri",
         api_scopes AS "apiScopes", resources, tenant_ids AS "tenantIds", connection_ids AS "connectionIds",
         id_token_alg AS "idTokenAlg", id_token_seconds AS "idTokenSeconds",
         access_token_seconds AS "accessTokenSeconds", refresh_token_seconds AS "refreshTokenSeconds",
         (SELECT coalesce(jsonb_agg(secret ORDER BY (secret->>'createdAt')::timestamptz DESC), '[]')
            FROM jsonb_array_elements(secrets) AS secret
           WHERE secret->>'expiresAt' IS NULL OR (secret->>'expiresAt')::timestamptz > now()) AS secrets,
         created_at AS "createdAt"
    FROM application`;

type Row = Omit<ApplicationEntity, 'createdAt'>;

@Injectable()
export class ApplicationStore {
  async find(tx: Queries, id: string): Promise<ApplicationEntity | null> {
    const [row] = await tx.query<ApplicationEntity[]>(`${SELECT} WHERE id = $1`, [id]);
    return row ?? null;
  }

  async get(tx: EntityManager, id: string): Promise<ApplicationEntity> {
    const application = await this.find(tx, id);
    if (!application) throw new AppError('not_found');
    return application;
  }

  /** The application, which nobody else changes before the end of the transaction. */
  async lock(tx: EntityManager, id: string): Promise<ApplicationEntity> {
    await tx.query('SELECT FROM application WHERE id = $1 FOR UPDATE', [id]);
    return await this.get(tx, id);
  }

  async list(tx: EntityManager): Promise<ApplicationEntity[]> {
    return await tx.query<ApplicationEntity[]>(`${SELECT} ORDER BY id`);
  }

  /** Those that get tokens for the audience. */
  async listByAudience(tx: EntityManager, audience: string): Promise<ApplicationEntity[]> {
    const resources = JSON.stringify([{ audience }]);
    return await tx.query<ApplicationEntity[]>(`${SELECT} WHERE resources @> $1 ORDER BY id`, [resources]);
  }

  /** False where an application with this id exists already. */
  async add(tx: EntityManager, application: Row): Promise<boolean> {
    const { raw } = (await tx
      .createQueryBuilder()
      .insert()
      .into(ApplicationEntity)
      .values(application as QueryDeepPartialEntity<ApplicationEntity>)
      .orIgnore()
      .returning('id')
      .execute()) as { raw: unknown[] };
    return raw.length === 1;
  }

  async save(tx: EntityManager, { id, ...application }: Partial<Row> & { id: string }): Promise<void> {
    await tx.update(ApplicationEntity, id, application as QueryDeepPartialEntity<ApplicationEntity>);
  }

  async remove(tx: EntityManager, id: string): Promise<void> {
    const { affected } = await tx.delete(ApplicationEntity, id);
    if (!affected) throw new AppError('not_found');
  }

  /** The database's clock, which decides when a secret ends. */
  async now(tx: EntityManager): Promise<Date> {
    const [row] = await tx.query<{ now: Date }[]>('SELECT now()');
    if (!row) throw new TypeError('the database has no clock');
    return row.now;
  }
}
