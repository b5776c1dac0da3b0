import { randomBytes } from 'node:crypto';
import { SsoDomainEndangered } from '@portico/contracts';
import { fact, Outbox } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditStore } from '../audit/audit.store.js';
import { RecordChange } from '../settings/record-change.js';
import { CHALLENGE_DAYS, toChallengeValue } from './domain.rules.js';
import { type Absence, DomainCheckStore, type ProvedDomain } from './domain-check.store.js';

/**
 * The record of a proved domain is not there. The first time it is told; after a week the domain is proved no longer,
 * since it may be somebody else's by now, and has a new challenge.
 * @emits sso.domain.endangered, sso.config.changed
 */
@Injectable()
export class NoteAbsence {
  constructor(
    private readonly checks: DomainCheckStore,
    private readonly outbox: Outbox,
    private readonly audit: AuditStore,
    private readonly record: RecordChange,
  ) {}

  async run(tx: EntityManager, domain: ProvedDomain): Promise<void> {
    const absence = await this.checks.missed(tx, domain);
    if (absence?.isNew) await this.tell(tx, domain, absence);
    if (absence?.isOver) await this.lose(tx, domain, absence);
  }

  private async tell(tx: EntityManager, { tenantId, domain }: ProvedDomain, absence: Absence): Promise<void> {
    const missingSince = absence.missingSince.toISOString();
    const provedUntil = absence.provedUntil.toISOString();
    await this.outbox.add(
      tx,
      fact(SsoDomainEndangered, { tenantId, subject: domain, data: { domain, missingSince, provedUntil } }),
    );
    await this.audit.record(tx, tenantId, {
      actor: 'portico',
      action: 'domain.missing',
      detail: { domain, provedUntil },
    });
  }

  private async lose(tx: EntityManager, domain: ProvedDomain, { missingSince }: Absence): Promise<void> {
    const challenge = toChallengeValue(randomBytes(32).toString('base64url'));
    await this.checks.lose(tx, domain, { challenge, days: CHALLENGE_DAYS });
    await this.record.run(
      tx,
      domain.tenantId,
      { changed: ['domains'] },
      {
        actor: 'portico',
        action: 'domain.lost',
        detail: { domain: domain.domain, missingSince: missingSince.toISOString() },
      },
    );
  }
}
