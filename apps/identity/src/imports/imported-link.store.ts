import type { CreateLink } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { KnownLink } from './link-directory.rules.js';

const COLUMNS = 'connection_id uuid, issuer text, subject text, user_id uuid';

/** Links by the hundred: a statement for a whole batch of an import. */
@Injectable()
export class ImportedLinkStore {
  /** The links that stand in the way of the wanted ones: those identities' own, and the users' at those connections. */
  async listRivals(
    tx: EntityManager,
    tenantId: string,
    wanted: readonly CreateLink[],
    userIds: readonly string[],
  ): Promise<KnownLink[]> {
    if (wanted.length === 0) return [];
    return await tx.query<KnownLink[]>(
      `SELECT connection_id AS "connectionId", issuer, subject, user_id AS "userId"
         FROM identity_link
        WHERE tenant_id = $1 AND (connection_id, issuer, subject) IN (
                SELECT connection_id, issuer, subject FROM jsonb_to_recordset($2::jsonb) AS given (${COLUMNS}))
       UNION
       SELECT connection_id, issuer, subject, user_id
         FROM identity_link
        WHERE tenant_id = $1 AND user_id = ANY ($3::uuid[]) AND connection_id IN (
                SELECT connection_id FROM jsonb_to_recordset($2::jsonb) AS given (${COLUMNS}))`,
      [tenantId, toJson(wanted), userIds],
    );
  }

  async addAll(tx: EntityManager, tenantId: string, links: readonly KnownLink[]): Promise<void> {
    if (links.length === 0) return;
    await tx.query(
      `INSERT INTO identity_link (tenant_id, connection_id, issuer, subject, user_id)
       SELECT $1, connection_id, issuer, subject, user_id
         FROM jsonb_to_recordset($2::jsonb) AS given (${COLUMNS})`,
      [tenantId, toJson(links)],
    );
  }
}

const toJson = (links: readonly (CreateLink & { userId?: string })[]): string =>
  JSON.stringify(
    links.map(({ connectionId, issuer, subject, userId }) => ({
      connection_id: connectionId,
      issuer,
      subject,
      user_id: userId,
    })),
  );
