import { AppError } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { makeReference } from '../logins/make-reference.js';
import { ConnectionTestStore, type NewTest } from './connection-test.store.js';

/** More than logins have, so that a test and a login are seldom called alike. */
const REFERENCE_DIGITS = 6;
const MOST_TRIES = 5;

/** Stores a test under a reference of its own, and gives the moment; another try only where the reference is taken. */
@Injectable()
export class AddTest {
  constructor(
    private readonly database: Database,
    private readonly tests: ConnectionTestStore,
  ) {}

  async run(test: Omit<NewTest, 'reference'>): Promise<Date> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const reference = makeReference(REFERENCE_DIGITS);
      const startedAt = await this.database.inTenant(
        test.tenantId,
        async (tx) => await this.tests.add(tx, { ...test, reference }),
      );
      if (startedAt) return startedAt;
    }
    throw new AppError('internal_error', { detail: 'no reference is free' });
  }
}
