import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newestRevision } from './connection.rules.js';
import type { ConnectionRow } from './connection.entity.js';
import { ConnectionRevisionStore } from './connection-revision.store.js';
import { toOtherChanges } from './revision.rules.js';

/** So many are told; whoever is further behind begins anew anyway. */
const CHANGES_TOLD = 20;

/** Refuses a change that was made from another revision than the newest one, and tells who saved what since. */
@Injectable()
export class CheckRevision {
  constructor(private readonly revisions: ConnectionRevisionStore) {}

  async run(tx: EntityManager, row: ConnectionRow, expected: number): Promise<void> {
    const newest = newestRevision(row);
    if (newest === expected) return;
    // One more, for what the oldest one told changed.
    const history = await this.revisions.list(tx, row, CHANGES_TOLD + 1);
    const changes = toOtherChanges(row, history, expected).slice(0, CHANGES_TOLD);
    throw new AppError('revision_conflict', { detail: `revision ${newest}, not ${expected}`, changes });
  }
}
