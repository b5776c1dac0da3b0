import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { KnownUser } from './plan-import.rules.js';

/** What the users are found by who may be meant by some lines. */
export interface Keys {
  ids: string[];
  externalIds: string[];
  emails: string[];
}

const COLUMNS =
  'id uuid, email text, email_normal text, name text, external_id text, status text, roles text[]';

/** Users by the hundred: a statement for a whole batch of an import. */
@Injectable()
export class ImportedUserStore {
  /**
   * Lets one batch of a tenant's imports through at a time: two that met a new address at once would both add a user
   * for it, as two users may share an address.
   */
  async waitForTurn(tx: EntityManager, tenantId: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))', [tenantId]);
  }

  /** The tenant's users with one of the keys, unchanged by anybody else until the transaction ends. */
  async listLocked(
    tx: EntityManager,
    tenantId: string,
    { ids, externalIds, emails }: Keys,
  ): Promise<KnownUser[]> {
    return await tx.query<KnownUser[]>(
      `SELECT id, email, email_normal AS "emailNormal", name, external_id AS "externalId", status, roles
         FROM app_user
        WHERE tenant_id = $1 AND id IN (
          SELECT id FROM app_user WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) UNION
          SELECT id FROM app_user WHERE tenant_id = $1 AND external_id = ANY ($3::text[]) UNION
          SELECT id FROM app_user WHERE tenant_id = $1 AND email_normal = ANY ($4::text[]))
        ORDER BY id FOR UPDATE`,
      [tenantId, ids, externalIds, emails],
    );
  }

  async addAll(tx: EntityManager, tenantId: string, users: readonly KnownUser[]): Promise<void> {
    if (users.length === 0) return;
    await tx.query(
      `INSERT INTO app_user (tenant_id, id, email, email_normal, name, external_id, status, roles)
       SELECT $1, id, email, email_normal, name, external_id, status, roles
         FROM jsonb_to_recordset($2::jsonb) AS given (${COLUMNS})`,
      [tenantId, toJson(users)],
    );
  }

  async updateAll(tx: EntityManager, tenantId: string, users: readonly KnownUser[]): Promise<void> {
    if (users.length === 0) return;
    await tx.query(
      `UPDATE app_user SET email = given.email, email_normal = given.email_normal, name = given.name,
              external_id = given.external_id, status = given.status, roles = given.roles, updated_at = now()
         FROM jsonb_to_recordset($2::jsonb) AS given (${COLUMNS})
        WHERE app_user.tenant_id = $1 AND app_user.id = given.id`,
      [tenantId, toJson(users)],
    );
  }
}

const toJson = (users: readonly KnownUser[]): string =>
  JSON.stringify(
    users.map(({ emailNormal, externalId, ...same }) => ({
      ...same,
      email_normal: emailNormal,
      external_id: externalId,
    })),
  );
