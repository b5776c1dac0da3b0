import { AppError, type Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { RecordChange } from '../settings/record-change.js';
import type { DomainRow } from './domain.entity.js';
import { checkProof, toChallengeName } from './domain.rules.js';
import { type DomainKey, DomainStore } from './domain.store.js';
import { RecheckDomain } from './recheck-domain.js';
import { TxtRecords } from './txt-records.client.js';

/**
 * Looks for the TXT record of a challenge; found, the domain is the tenant's and nobody else's. The record of a domain
 * that is proved is looked up again.
 * @emits sso.config.changed unless it is proved already
 */
@Injectable()
export class VerifyDomain {
  constructor(
    private readonly database: Database,
    private readonly domains: DomainStore,
    private readonly txtRecords: TxtRecords,
    private readonly record: RecordChange,
    private readonly recheck: RecheckDomain,
  ) {}

  async run({ bearer, ...key }: DomainKey & { bearer: Principal }): Promise<DomainRow> {
    const claim = await this.database.inTenant(key.tenantId, async (tx) => {
      const row = await this.domains.get(tx, key);
      if (row.provedAt === null && (await this.domains.isExpired(tx, key)))
        throw new AppError('domain_challenge_expired');
      return row;
    });
    if (claim.provedAt === null) await this.prove(claim, bearer);
    else await this.recheck.run(claim);
    return await this.database.inTenant(key.tenantId, async (tx) => await this.domains.get(tx, key));
  }

  private async prove(claim: DomainRow, bearer: Principal): Promise<void> {
    // Outside transactions, for a name server may take seconds to answer.
    checkProof(await this.txtRecords.find(toChallengeName(claim.domain)), claim.challenge);
    const { tenantId, domain } = claim;
    await this.database.inTenant(tenantId, async (tx) => {
      await this.domains.prove(tx, claim, claim.challenge);
      await this.record.run(
        tx,
        tenantId,
        { changed: ['domains'] },
        { actor: bearer, action: 'domain.proved', detail: { domain } },
      );
    });
  }
}
