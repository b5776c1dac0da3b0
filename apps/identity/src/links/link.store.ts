import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { violatedConstraint, WrittenMeanwhile } from '../violations.rules.js';
import type { LinkRow } from './link.entity.js';

const TAKEN = ['identity_link__pk', 'identity_link__tenant_connection_user__unique'];

@Injectable()
export class LinkStore {
  /** Throws `WrittenMeanwhile` if the identity or the user has been linked since they were looked at. */
  async add(tx: EntityManager, link: Omit<LinkRow, 'user' | 'createdAt'>): Promise<void> {
    const { tenantId, connectionId, issuer, subject, userId } = link;
    try {
      await tx.query(
        `INSERT INTO identity_link (tenant_id, connection_id, issuer, subject, user_id)
         VALUES ($1, $2, $3, $4, $5)`,
        [tenantId, connectionId, issuer, subject, userId],
      );
    } catch (error) {
      if (TAKEN.includes(violatedConstraint(error) ?? ''))
        throw new WrittenMeanwhile('identity_link', { cause: error });
      throw error;
    }
  }
}
