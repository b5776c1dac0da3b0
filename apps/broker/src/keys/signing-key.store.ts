import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SigningKeyEntity } from './signing-key.entity.js';

/** Any number that nobody else locks with. */
const LOCK = 0x5167_6b79;

@Injectable()
export class SigningKeyStore {
  /** Newest first. */
  async list(tx: EntityManager): Promise<SigningKeyEntity[]> {
    return await tx.find(SigningKeyEntity, { order: { activeFrom: 'DESC', alg: 'ASC', kid: 'ASC' } });
  }

  /** The database's clock, also where the transaction has waited. */
  async readClock(tx: EntityManager): Promise<Date> {
    const [row] = await tx.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
    if (!row) throw new TypeError('the database has no clock');
    return row.now;
  }

  /** Lets one transaction at a time, in whichever replica, decide what becomes of the keys. */
  async lock(tx: EntityManager): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
  }

  async add(tx: EntityManager, keys: SigningKeyEntity[]): Promise<void> {
    await tx.insert(SigningKeyEntity, keys);
  }

  /** The end of every key that has none yet. */
  async endAll(tx: EntityManager, publishedUntil: Date): Promise<void> {
    await tx.query('UPDATE signing_key SET published_until = $1 WHERE published_until IS NULL', [
      publishedUntil,
    ]);
  }

  async removeAll(tx: EntityManager): Promise<void> {
    await tx.query('DELETE FROM signing_key');
  }

  /** Deletes the keys that are no longer published, with their private halves. */
  async removeEnded(tx: EntityManager): Promise<void> {
    await tx.query('DELETE FROM signing_key WHERE published_until <= now()');
  }
}
