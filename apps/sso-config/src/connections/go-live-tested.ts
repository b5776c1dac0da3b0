import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ConnectionStore } from './connection.store.js';
import { PutLive } from './put-live.js';

/** A test sign-in that has ended. */
interface EndedTest {
  tenantId: string;
  connectionId: string;
  revision: number;
  testId: string;
  passed: boolean;
  askedBy: 'user' | 'machine' | 'set_up';
}

/**
 * Makes the pending revision the live one once a test of it has passed, also while the connection is enforced. Tests
 * by a set-up link make nothing live: whoever has one was only asked to enter values.
 * @emits sso.config.changed where the revision was pending
 */
@Injectable()
export class GoLiveTested {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly putLive: PutLive,
  ) {}

  async run(tx: EntityManager, test: EndedTest): Promise<void> {
    const { tenantId, connectionId, revision, testId } = test;
    if (!test.passed || test.askedBy === 'set_up') return;
    const row = await this.connections.findLocked(tx, { tenantId, id: connectionId });
    // Saved over in the meantime, removed, or live already: the test has told its result all the same.
    if (row?.pendingRevision !== revision) return;
    await this.putLive.run(tx, row, { revision, actor: 'portico', testId });
  }
}
