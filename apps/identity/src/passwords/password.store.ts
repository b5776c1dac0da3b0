import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import type { FactorKind, UserSnapshot } from '@portico/contracts';
import { SNAPSHOT } from '../users/snapshot.rules.js';
import { PasswordRow } from './password.entity.js';
import type { Holder } from './password.rules.js';

@Injectable()
export class PasswordStore {
  async save(tx: EntityManager, password: Pick<PasswordRow, 'tenantId' | 'userId' | 'hash'>): Promise<void> {
    const { tenantId, userId, hash } = password;
    await tx.query(
      `INSERT INTO user_password (tenant_id, user_id, hash) VALUES ($1, $2, $3)
       ON CONFLICT (tenant_id, user_id) DO UPDATE SET hash = excluded.hash, changed_at = now()`,
      [tenantId, userId, hash],
    );
  }

  /** Those of the users given who have a password. */
  async listUserIds(tx: EntityManager, tenantId: string, userIds: string[]): Promise<Set<string>> {
    if (userIds.length === 0) return new Set();
    const rows = await tx.find(PasswordRow, {
      select: { userId: true },
      where: { tenantId, userId: In(userIds) },
    });
    return new Set(rows.map(({ userId }) => userId));
  }

  /** The users of these tenants with the address, with or without a password. */
  async listHolders(tx: EntityManager, tenantIds: string[], emailNormal: string): Promise<Holder[]> {
    const rows = await tx.query<(UserSnapshot & { hash: string | null; factors: FactorKind[] })[]>(
      `SELECT ${SNAPSHOT}, user_password.hash,
              ARRAY(SELECT DISTINCT kind FROM factor
                     WHERE factor.tenant_id = app_user.tenant_id AND factor.user_id = app_user.id
                       AND confirmed_at IS NOT NULL) AS factors
         FROM app_user LEFT JOIN user_password
           ON user_password.tenant_id = app_user.tenant_id AND user_password.user_id = app_user.id
        WHERE app_user.tenant_id = ANY ($1) AND app_user.email_normal = $2`,
      [tenantIds, emailNormal],
    );
    return rows.map(({ hash, factors, ...user }) => ({ user, hash, factors }));
  }
}
