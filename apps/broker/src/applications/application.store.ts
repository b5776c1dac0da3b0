import { AppError } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager, QueryDeepPartialEntity } from 'typeorm';
import { ApplicationEntity } from './application.entity.js';

@Injectable()
export class ApplicationStore {
  async find(tx: Queries, id: string): Promise<ApplicationEntity | null> {
    const [row] = await tx.query<ApplicationEntity[]>(
      `SELECT id, kind, name, token_auth AS "tokenAuth", jwks, jwks_uri AS "jwksUri", redirect_uris AS "redirectUris",
              post_logout_redirect_uris AS "postLogoutRedirectUris",
              backchannel_logout_uri AS "backchannelLogoutUri", initiate_login_uri AS "initiateLoginUri",
              api_scopes AS "apiScopes", resources, tenant_ids AS "tenantIds", connection_ids AS "connectionIds",
              id_token_alg AS "idTokenAlg", id_token_seconds AS "idTokenSeconds",
              access_token_seconds AS "accessTokenSeconds", refresh_token_seconds AS "refreshTokenSeconds",
              (SELECT coalesce(jsonb_agg(secret ORDER BY secret->>'createdAt' DESC), '[]')
                 FROM jsonb_array_elements(secrets) AS secret
                WHERE secret->>'expiresAt' IS NULL OR (secret->>'expiresAt')::timestamptz > now()) AS secrets,
              created_at AS "createdAt"
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
      .values(application as QueryDeepPartialEntity<ApplicationEntity>)
      .orIgnore()
      .returning('id')
      .execute()) as { raw: unknown[] };
    return raw.length === 1;
  }
}
