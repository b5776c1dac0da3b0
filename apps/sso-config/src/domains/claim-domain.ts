import { randomBytes } from 'node:crypto';
import { AppError, type Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditStore } from '../audit/audit.store.js';
import { toAuthor } from '../connections/connection.rules.js';
import { TenantStore } from '../tenants/tenant.store.js';
import type { DomainRow } from './domain.entity.js';
import { CHALLENGE_DAYS, DOMAINS_AT_MOST, readClaim, toChallengeValue } from './domain.rules.js';
import { type DomainKey, DomainStore } from './domain.store.js';

/**
 * Gives a tenant a challenge for a domain. Several tenants may claim one: who has it is told only to one who has
 * proved it, so that nobody can ask whose customer a company is.
 */
@Injectable()
export class ClaimDomain {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly domains: DomainStore,
    private readonly audit: AuditStore,
  ) {}

  async run({
    tenantId,
    typed,
    bearer,
  }: {
    tenantId: string;
    typed: string;
    bearer: Principal;
  }): Promise<DomainRow> {
    const key = { tenantId, domain: readClaim(typed) };
    const challenge = toChallengeValue(randomBytes(32).toString('base64url'));
    return await this.database.inTenant(tenantId, async (tx) => {
      await this.tenants.getLocked(tx, tenantId);
      await this.checkRoom(tx, key);
      await this.domains.claim(tx, { ...key, challenge, days: CHALLENGE_DAYS, claimedBy: toAuthor(bearer) });
      const row = await this.domains.get(tx, key);
      // Asked again it gives the challenge that is there, which is nothing to tell.
      if (row.challenge === challenge)
        await this.audit.record(tx, tenantId, {
          actor: bearer,
          action: 'domain.claimed',
          detail: { domain: key.domain },
        });
      return row;
    });
  }

  private async checkRoom(tx: EntityManager, key: DomainKey): Promise<void> {
    const isNew = (await this.domains.find(tx, key)) === null;
    if (isNew && (await this.domains.count(tx, key.tenantId)) >= DOMAINS_AT_MOST)
      throw new AppError('domain_limit_reached');
  }
}
