import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { type Session, SessionStore } from './session.store.js';

/** The live session that a code or a token was issued in, while its browser holds it; null where either has ended. */
@Injectable()
export class FindHeldSession {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
  ) {}

  async run(uid: string): Promise<Session | null> {
    return await this.database.atOnceAcrossTenants(async (tx) => await this.sessions.findHeld(tx, uid));
  }
}
