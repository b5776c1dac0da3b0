import type { UserSnapshot } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SNAPSHOT } from '../users/snapshot.rules.js';

/** Enough for somebody who looks in the wrong folder, and too few to fill a mailbox. */
const MOST_IN_AN_HOUR = 5;
const OPEN = `used_at IS NULL AND made_at > now() - interval '1 hour'`;

/** Whose link. */
interface LinkOf {
  tenantId: string;
  userId: string;
  tokenHash: Buffer;
}

@Injectable()
export class PasswordLinkStore {
  /** Puts a new link in the place of any former one; false if the user was mailed too many within the hour. */
  async replace(tx: EntityManager, link: LinkOf & { again: boolean }): Promise<boolean> {
    const { tenantId, userId, tokenHash, again } = link;
    // A repeated attempt at one mail is no further mail.
    const rows = await tx.query<unknown[]>(
      `INSERT INTO password_link AS old (tenant_id, user_id, token_hash) VALUES ($1, $2, $3)
       ON CONFLICT (tenant_id, user_id) DO UPDATE SET token_hash = excluded.token_hash, made_at = now(), used_at = NULL,
         mailed = CASE WHEN $4 THEN old.mailed WHEN old.counted_from > now() - interval '1 hour' THEN old.mailed + 1
                  ELSE 1 END,
         counted_from = CASE WHEN old.counted_from > now() - interval '1 hour' THEN old.counted_from ELSE now() END
       WHERE $4 OR old.mailed < ${String(MOST_IN_AN_HOUR)} OR old.counted_from <= now() - interval '1 hour'
       RETURNING 1`,
      [tenantId, userId, tokenHash, again],
    );
    return rows.length > 0;
  }

  /** Whose open link this is, over all tenants that the transaction sees; null for any other. */
  async findUser(tx: EntityManager, tokenHash: Buffer): Promise<UserSnapshot | null> {
    const [user] = await tx.query<UserSnapshot[]>(
      `SELECT ${SNAPSHOT} FROM password_link JOIN app_user
           ON app_user.tenant_id = password_link.tenant_id AND app_user.id = password_link.user_id
        WHERE password_link.token_hash = $1 AND ${OPEN}`,
      [tokenHash],
    );
    return user ?? null;
  }

  /** Uses an open link up; false if it is none any more. */
  async use(tx: EntityManager, { tenantId, userId, tokenHash }: LinkOf): Promise<boolean> {
    const [, used] = await tx.query<[unknown, number]>(
      `UPDATE password_link SET used_at = now()
        WHERE tenant_id = $1 AND user_id = $2 AND token_hash = $3 AND ${OPEN}`,
      [tenantId, userId, tokenHash],
    );
    return used === 1;
  }
}
