import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { hashOf } from '../sign-in/session.rules.js';
import { SessionStore } from '../sign-in/session.store.js';
import { FindSetUpSession } from './find-set-up-session.js';

/** Ends the session of a set-up link at the dashboard. */
@Injectable()
export class DiscardSetUpSession {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
    private readonly find: FindSetUpSession,
  ) {}

  async run(cookie: string | undefined): Promise<void> {
    const session = await this.find.run(cookie);
    if (!session || cookie === undefined) return;
    const tenantId = session.tenant.id;
    await this.database.inTenant(tenantId, (tx) => this.sessions.remove(tx, tenantId, hashOf(cookie)));
  }
}
