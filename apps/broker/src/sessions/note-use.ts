import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { type Session, SessionStore } from './session.store.js';

/** Notes that a session is in use, at most once a minute: what its idle lifetime counts from. */
@Injectable()
export class NoteUse {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
  ) {}

  async run(session: Session): Promise<void> {
    if (!session.isUseDue) return;
    await this.database.atOnceInTenant(session.tenantId, async (tx) => {
      await this.sessions.noteUse(tx, session);
    });
  }
}
