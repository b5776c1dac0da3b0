import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { violatedConstraint, WrittenMeanwhile } from '../violations.rules.js';
import type { ResolutionRow } from './resolution.entity.js';

// Login ids are in the order of time, so the tenant's first ones are its oldest: each answer clears away two.
const SAVE = `
  WITH first AS (
    SELECT login_id FROM resolution WHERE tenant_id = $1 ORDER BY login_id LIMIT 2
  ), old AS (
    SELECT login_id FROM resolution
     WHERE tenant_id = $1 AND login_id IN (SELECT login_id FROM first) AND created_at < now() - interval '1 day'
       FOR UPDATE SKIP LOCKED
  ), gone AS (
    DELETE FROM resolution WHERE tenant_id = $1 AND login_id IN (SELECT login_id FROM old)
  )
  INSERT INTO resolution (tenant_id, login_id, reply) VALUES ($1, $2, $3)`;

@Injectable()
export class ResolutionStore {
  /** Throws `WrittenMeanwhile` if the login has been answered since it was looked at. */
  async add(tx: Queries, resolution: Omit<ResolutionRow, 'createdAt'>): Promise<void> {
    const { tenantId, loginId, reply } = resolution;
    try {
      await tx.query(SAVE, [tenantId, loginId, JSON.stringify(reply)]);
    } catch (error) {
      if (violatedConstraint(error) === 'resolution__pk')
        throw new WrittenMeanwhile('resolution', { cause: error });
      throw error;
    }
  }

  /** Forgets the answers that name a user who is being removed. */
  async removeOfUser(tx: Queries, tenantId: string, userId: string): Promise<void> {
    await tx.query(
      `DELETE FROM resolution WHERE tenant_id = $1 AND $2 IN (reply ->> 'userId', reply -> 'user' ->> 'userId')`,
      [tenantId, userId],
    );
  }
}
