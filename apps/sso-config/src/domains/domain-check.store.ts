import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DomainKey } from './domain.store.js';

/** A proved domain and what its record has to say. */
export type ProvedDomain = DomainKey & { challenge: string };

/** About once a day, and not all of a company's, or all of one release's, at the same minute. */
const NEXT = `now() + interval '1 day' * (0.9 + 0.2 * random())`;
const DUE = 'proved_at IS NOT NULL AND recheck_at <= now()';
const THIS = 'tenant_id = $1 AND domain = $2 AND challenge = $3 AND proved_at IS NOT NULL';

/** Since when a record has been missing, and until when the domain stays proved nevertheless. */
export interface Absence {
  missingSince: Date;
  provedUntil: Date;
  /** Whether it was there the last time. */
  isNew: boolean;
  isOver: boolean;
}

/** Whether the records of proved domains are still there, by the database's clock. */
@Injectable()
export class DomainCheckStore {
  /** Some domains that are due, of every tenant that the transaction sees; the longest overdue first. */
  async listDue(tx: EntityManager, limit: number): Promise<DomainKey[]> {
    return await tx.query<DomainKey[]>(
      `SELECT tenant_id AS "tenantId", domain FROM domain WHERE ${DUE} ORDER BY recheck_at LIMIT $1`,
      [limit],
    );
  }

  /** Takes a due domain to look it up; false where another replica has. Whoever dies over it leaves it for half an hour. */
  async take(tx: EntityManager, { tenantId, domain }: DomainKey): Promise<boolean> {
    const [, taken] = await tx.query<[unknown, number]>(
      `UPDATE domain SET recheck_at = now() + interval '30 minutes'
        WHERE tenant_id = $1 AND domain = $2 AND ${DUE}`,
      [tenantId, domain],
    );
    return taken === 1;
  }

  /** The record is there, or there again. */
  async found(tx: EntityManager, { tenantId, domain, challenge }: ProvedDomain): Promise<void> {
    await tx.query(
      `UPDATE domain SET checked_at = now(), missing_since = NULL, recheck_at = ${NEXT} WHERE ${THIS}`,
      [tenantId, domain, challenge],
    );
  }

  /** The record is not there; null for a domain that was given up or proved anew meanwhile. */
  async missed(tx: EntityManager, { tenantId, domain, challenge }: ProvedDomain): Promise<Absence | null> {
    const [before] = await tx.query<[{ isNew: boolean }?]>(
      `SELECT missing_since IS NULL AS "isNew" FROM domain WHERE ${THIS} FOR UPDATE`,
      [tenantId, domain, challenge],
    );
    if (!before) return null;
    const [[row]] = await tx.query<[[Omit<Absence, 'isNew'>], number]>(
      `UPDATE domain SET checked_at = now(), missing_since = coalesce(missing_since, now()), recheck_at = ${NEXT}
        WHERE ${THIS} RETURNING missing_since AS "missingSince", missing_since + interval '7 days' AS "provedUntil",
          missing_since + interval '7 days' <= now() AS "isOver"`,
      [tenantId, domain, challenge],
    );
    return { ...row, isNew: before.isNew };
  }

  /** The domain is not the tenant's any more, until it proves a new challenge. */
  async lose(
    tx: EntityManager,
    { tenantId, domain, challenge }: ProvedDomain,
    next: { challenge: string; days: number },
  ): Promise<void> {
    await tx.query(
      `UPDATE domain SET proved_at = NULL, checked_at = NULL, missing_since = NULL, recheck_at = DEFAULT,
          challenge = $4, challenge_expires_at = now() + make_interval(days => $5), claimed_at = now()
        WHERE ${THIS}`,
      [tenantId, domain, challenge, next.challenge, next.days],
    );
  }
}
