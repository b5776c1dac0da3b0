import { AppError } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { violatedConstraint, WrittenMeanwhile } from '../violations.rules.js';
import { LinkRow } from './link.entity.js';

const TAKEN = ['identity_link__pk', 'identity_link__tenant_connection_user__unique'];

/** Which identity of a tenant. */
type Identity = Pick<LinkRow, 'tenantId' | 'connectionId' | 'issuer' | 'subject'>;
/** A link that is gone, and whose it was. */
export type ReleasedLink = Pick<LinkRow, 'userId' | 'connectionId'>;

@Injectable()
export class LinkStore {
  /** Throws `WrittenMeanwhile` if the identity or the user has been linked since they were looked at. */
  async add(tx: Queries, link: Identity & Pick<LinkRow, 'userId'> & { used: boolean }): Promise<LinkRow> {
    const { used, ...rest } = link;
    const { tenantId, connectionId, issuer, subject, userId } = rest;
    try {
      const [made] = await tx.query<[Pick<LinkRow, 'id' | 'createdAt' | 'firstUsedAt'>]>(
        `INSERT INTO identity_link (tenant_id, connection_id, issuer, subject, user_id, first_used_at)
         VALUES ($1, $2, $3, $4, $5, CASE WHEN $6 THEN now() END)
         RETURNING id, created_at AS "createdAt", first_used_at AS "firstUsedAt"`,
        [tenantId, connectionId, issuer, subject, userId, used],
      );
      return { ...rest, ...made } as LinkRow;
    } catch (error) {
      if (TAKEN.includes(violatedConstraint(error) ?? ''))
        throw new WrittenMeanwhile('identity_link', { cause: error });
      throw error;
    }
  }

  /** Notes that a sign-in has used a link, the first time. */
  async noteUse(tx: Queries, { tenantId, connectionId, issuer, subject }: Identity): Promise<void> {
    await tx.query(
      `UPDATE identity_link SET first_used_at = now()
        WHERE tenant_id = $1 AND connection_id = $2 AND issuer = $3 AND subject = $4 AND first_used_at IS NULL`,
      [tenantId, connectionId, issuer, subject],
    );
  }

  /** The links that stand in the way of a new one: this identity's own, and the user's at this connection. */
  async listRivals(tx: EntityManager, link: Identity & Pick<LinkRow, 'userId'>): Promise<LinkRow[]> {
    const { tenantId, connectionId, issuer, subject, userId } = link;
    return await tx.find(LinkRow, {
      where: [
        { tenantId, connectionId, issuer, subject },
        { tenantId, connectionId, userId },
      ],
    });
  }

  /** A user's links, the oldest first. */
  async list(tx: EntityManager, tenantId: string, userId: string): Promise<LinkRow[]> {
    return await tx.find(LinkRow, { where: { tenantId, userId }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /** At which connections users have an identity, in the order of the links' making. */
  async listConnections(
    tx: EntityManager,
    tenantId: string,
    userIds: string[],
  ): Promise<Map<string, string[]>> {
    const rows = await tx.query<{ userId: string; connectionIds: string[] }[]>(
      `SELECT user_id AS "userId", array_agg(connection_id ORDER BY id) AS "connectionIds"
         FROM identity_link WHERE tenant_id = $1 AND user_id = ANY ($2::uuid[]) GROUP BY user_id`,
      [tenantId, userIds],
    );
    return new Map(rows.map(({ userId, connectionIds }) => [userId, connectionIds]));
  }

  /** Removes one link of a user. Refuses `not_found`. */
  async remove(tx: EntityManager, key: Pick<LinkRow, 'tenantId' | 'userId' | 'id'>): Promise<ReleasedLink> {
    const [[released]] = await tx.query<[ReleasedLink[], number]>(
      `DELETE FROM identity_link WHERE tenant_id = $1 AND user_id = $2 AND id = $3
       RETURNING user_id AS "userId", connection_id AS "connectionId"`,
      [key.tenantId, key.userId, key.id],
    );
    if (!released) throw new AppError('not_found', { detail: 'no such link' });
    return released;
  }

  /** Removes some of a connection's links; fewer than the limit means that none is left. */
  async removeOfConnection(
    tx: EntityManager,
    { tenantId, connectionId }: Pick<LinkRow, 'tenantId' | 'connectionId'>,
    limit: number,
  ): Promise<(ReleasedLink & { externalId: string | null })[]> {
    const [released] = await tx.query<[(ReleasedLink & { externalId: string | null })[], number]>(
      `DELETE FROM identity_link USING app_user
        WHERE identity_link.tenant_id = $1 AND identity_link.connection_id = $2
          AND (identity_link.issuer, identity_link.subject) IN (
            SELECT issuer, subject FROM identity_link WHERE tenant_id = $1 AND connection_id = $2 LIMIT $3)
          AND app_user.tenant_id = identity_link.tenant_id AND app_user.id = identity_link.user_id
       RETURNING identity_link.user_id AS "userId", identity_link.connection_id AS "connectionId",
                 app_user.external_id AS "externalId"`,
      [tenantId, connectionId, limit],
    );
    return released;
  }
}
