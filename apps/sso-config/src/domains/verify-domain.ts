import { AppError } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { SettingsChanges } from '../settings/settings-changes.store.js';
import type { DomainRow } from './domain.entity.js';
import { checkProof, toChallengeName } from './domain.rules.js';
import { type DomainKey, DomainStore } from './domain.store.js';
import { TxtRecords } from './txt-records.client.js';

/**
 * Looks for the TXT record of a challenge; found, the domain is the tenant's and nobody else's.
 * @emits sso.config.changed unless it is proved already
 */
@Injectable()
export class VerifyDomain {
  constructor(
    private readonly database: Database,
    private readonly domains: DomainStore,
    private readonly txtRecords: TxtRecords,
    private readonly changes: SettingsChanges,
  ) {}

  async run(key: DomainKey): Promise<DomainRow> {
    const claim = await this.database.inTenant(key.tenantId, async (tx) => {
      const row = await this.domains.get(tx, key);
      if (row.provedAt === null && (await this.domains.isExpired(tx, key)))
        throw new AppError('domain_challenge_expired');
      return row;
    });
    if (claim.provedAt !== null) return claim;
    // Outside transactions, for a name server may take seconds to answer.
    checkProof(await this.txtRecords.find(toChallengeName(key.domain)), claim.challenge);
    return await this.database.inTenant(key.tenantId, async (tx) => {
      await this.domains.prove(tx, key, claim.challenge);
      await this.changes.record(tx, key.tenantId, { changed: ['domains'] });
      return await this.domains.get(tx, key);
    });
  }
}
