import { Injectable } from '@nestjs/common';
import { Database, RepeatsEvery } from '@portico/service-kit';
import { removeOldNotes } from './inbox.store.js';

const BATCH = 500;

/** Throws away a subscriber's notes of facts that the stream does not keep any more. */
@Injectable()
@RepeatsEvery(60)
export class ForgetHandled {
  constructor(private readonly database: Database) {}

  // Small batches, so that no lock is held for long.
  async run(): Promise<void> {
    while ((await this.database.transaction((tx) => removeOldNotes(tx, BATCH))) === BATCH);
  }
}
