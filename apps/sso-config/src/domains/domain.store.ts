import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { type EntityManager, QueryFailedError } from 'typeorm';
import { DomainRow } from './domain.entity.js';

/** Names one domain of a tenant. */
export interface DomainKey {
  tenantId: string;
  domain: string;
}

/** A new challenge, and for how long it can be answered. */
interface Claim extends DomainKey {
  challenge: string;
  days: number;
  claimedBy: string;
}

@Injectable()
export class DomainStore {
  async get(tx: EntityManager, { tenantId, domain }: DomainKey): Promise<DomainRow> {
    const row = await this.find(tx, { tenantId, domain });
    if (!row) throw new AppError('not_found', { detail: 'no such domain' });
    return row;
  }

  async find(tx: EntityManager, { tenantId, domain }: DomainKey): Promise<DomainRow | null> {
    return await tx.findOneBy(DomainRow, { tenantId, domain });
  }

  async list(tx: EntityManager, tenantId: string): Promise<DomainRow[]> {
    return await tx.find(DomainRow, { where: { tenantId }, order: { domain: 'ASC' } });
  }

  async count(tx: EntityManager, tenantId: string): Promise<number> {
    return await tx.countBy(DomainRow, { tenantId });
  }

  /** Stores a challenge, unless there is one that can still be answered, or the domain is proved. */
  async claim(tx: EntityManager, { tenantId, domain, challenge, days, claimedBy }: Claim): Promise<void> {
    await tx.query(
      `INSERT INTO domain (tenant_id, domain, challenge, challenge_expires_at, claimed_by)
       VALUES ($1, $2, $3, now() + make_interval(days => $4), $5)
       ON CONFLICT (tenant_id, domain) DO UPDATE
         SET challenge = excluded.challenge, challenge_expires_at = excluded.challenge_expires_at,
           claimed_by = excluded.claimed_by, claimed_at = now()
         WHERE domain.proved_at IS NULL AND domain.challenge_expires_at <= now()`,
      [tenantId, domain, challenge, days, claimedBy],
    );
  }

  /** Whether it is too late to answer the challenge, by the database's clock. */
  async isExpired(tx: EntityManager, { tenantId, domain }: DomainKey): Promise<boolean> {
    const [row] = await tx.query<[{ expired: boolean }?]>(
      'SELECT challenge_expires_at <= now() AS expired FROM domain WHERE tenant_id = $1 AND domain = $2',
      [tenantId, domain],
    );
    return row?.expired ?? true;
  }

  /**
   * The domain is the tenant's from now on. Refuses a domain that another tenant has proved with `domain_taken`, and
   * a challenge that has expired or been replaced since it was read with `domain_challenge_expired`.
   */
  async prove(tx: EntityManager, { tenantId, domain }: DomainKey, challenge: string): Promise<void> {
    try {
      const [, proved] = await tx.query<[unknown, number]>(
        `UPDATE domain SET proved_at = now(), checked_at = now(), recheck_at = now() + interval '1 day'
          WHERE tenant_id = $1 AND domain = $2 AND challenge = $3 AND challenge_expires_at > now()`,
        [tenantId, domain, challenge],
      );
      if (proved !== 1) throw new AppError('domain_challenge_expired');
    } catch (error) {
      if (isTaken(error)) throw new AppError('domain_taken', { cause: error });
      throw error;
    }
  }

  async remove(tx: EntityManager, { tenantId, domain }: DomainKey): Promise<void> {
    await tx.delete(DomainRow, { tenantId, domain });
  }
}

const isTaken = (error: unknown): boolean =>
  error instanceof QueryFailedError &&
  error.driverError instanceof pg.DatabaseError &&
  error.driverError.constraint === 'domain__proved__unique';
