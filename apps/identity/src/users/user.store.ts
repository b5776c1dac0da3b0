import { AppError } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { violatedConstraint } from '../violations.rules.js';
import { UserRow } from './user.entity.js';
import type { Profile } from './user.rules.js';

/** Which user: a tenant's, always. */
export type UserKey = Pick<UserRow, 'tenantId' | 'id'>;

const ADD = `
  INSERT INTO app_user (tenant_id, id, email, email_normal, name, external_id, status, roles)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING created_at AS "createdAt", updated_at AS "updatedAt"`;

@Injectable()
export class UserStore {
  /** Refuses an external id that another user of the tenant has with `external_id_taken`. */
  async add(tx: Queries, user: Profile & UserKey): Promise<UserRow> {
    const { tenantId, id, email, emailNormal, name, externalId, status, roles } = user;
    const [times] = await naming(
      tx.query<[Pick<UserRow, 'createdAt' | 'updatedAt'>]>(ADD, [
        ...[tenantId, id, email, emailNormal],
        ...[name, externalId, status, roles],
      ]),
    );
    return { ...user, ...times };
  }

  async find(tx: EntityManager, tenantId: string, id: string): Promise<UserRow | null> {
    return await tx.findOneBy(UserRow, { tenantId, id });
  }

  async get(tx: EntityManager, tenantId: string, id: string): Promise<UserRow> {
    return existing(await this.find(tx, tenantId, id));
  }

  /** The user, unchanged by anybody else until the transaction ends. */
  async getLocked(tx: EntityManager, tenantId: string, id: string): Promise<UserRow> {
    return existing(
      await tx.findOne(UserRow, { where: { tenantId, id }, lock: { mode: 'pessimistic_write' } }),
    );
  }

  /** Lets one transaction at a time make the administrators of a tenant fewer, until it ends. */
  async lockAdmins(tx: EntityManager, tenantId: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 2))', [tenantId]);
  }

  async countAdmins(tx: EntityManager, tenantId: string): Promise<number> {
    const [row] = await tx.query<[{ admins: number }]>(
      `SELECT count(*)::int AS admins FROM app_user
        WHERE tenant_id = $1 AND status = 'active' AND 'tenant_admin' = ANY (roles)`,
      [tenantId],
    );
    return row.admins;
  }

  /** Removes the user with everything that belongs to them. */
  async remove(tx: EntityManager, { tenantId, id }: UserKey): Promise<void> {
    await tx.delete(UserRow, { tenantId, id });
  }

  /** Refuses an external id that another user of the tenant has with `external_id_taken`. */
  async update(tx: EntityManager, { tenantId, id }: UserKey, profile: Profile): Promise<void> {
    await naming(tx.update(UserRow, { tenantId, id }, { ...profile, updatedAt: () => 'now()' }));
  }
}

const existing = (row: UserRow | null): UserRow => {
  if (!row) throw new AppError('not_found', { detail: 'no such user' });
  return row;
};

const naming = async <T>(write: Promise<T>): Promise<T> => {
  try {
    return await write;
  } catch (error) {
    if (violatedConstraint(error) === 'app_user__tenant_external_id__unique')
      throw new AppError('external_id_taken', { cause: error });
    throw error;
  }
};
