import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { type Session, SessionStore } from './session.store.js';

/** The live session behind a cookie or a token; null where it has ended. */
@Injectable()
export class FindSession {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
  ) {}

  async run(uid: string): Promise<Session | null> {
    return await this.database.atOnceAcrossTenants(async (tx) => await this.sessions.find(tx, uid));
  }
}
