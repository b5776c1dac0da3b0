import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { isProved, toChallengeName } from './domain.rules.js';
import { DomainCheckStore, type ProvedDomain } from './domain-check.store.js';
import { NoteAbsence } from './note-absence.js';
import { TxtRecords } from './txt-records.client.js';

/**
 * Looks a proved domain's record up again. A DNS that does not answer changes nothing (`dns_unavailable`).
 * @emits sso.domain.endangered when the record is missing for the first time
 * @emits sso.config.changed when it has been missing for a week
 */
@Injectable()
export class RecheckDomain {
  constructor(
    private readonly database: Database,
    private readonly checks: DomainCheckStore,
    private readonly txtRecords: TxtRecords,
    private readonly noteAbsence: NoteAbsence,
  ) {}

  async run(domain: ProvedDomain): Promise<void> {
    // Outside transactions, for a name server may take seconds to answer.
    const records = await this.txtRecords.find(toChallengeName(domain.domain));
    await this.database.inTenant(domain.tenantId, async (tx) => {
      if (isProved(records, domain.challenge)) await this.checks.found(tx, domain);
      else await this.noteAbsence.run(tx, domain);
    });
  }
}
