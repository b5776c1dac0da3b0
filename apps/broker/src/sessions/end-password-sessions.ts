import type { UserSnapshot } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EndedSessionStore } from './ended-session.store.js';
import { EndSessions } from './end-sessions.js';
import { PasswordChangeStore } from './password-change.store.js';

/** More than anybody has. */
const MOST = 10_000;

/**
 * Ends whatever a user's old password has begun, in the caller's transaction: sessions, and logins that have not
 * begun one yet. Sessions by single sign-on stay.
 * @emits session.ended
 */
@Injectable()
export class EndPasswordSessions {
  constructor(
    private readonly changes: PasswordChangeStore,
    private readonly store: EndedSessionStore,
    private readonly endSessions: EndSessions,
  ) {}

  async run(tx: EntityManager, { tenantId, userId }: UserSnapshot): Promise<void> {
    await this.changes.save(tx, { tenantId, userId });
    const sessions = await this.store.listOpen(tx, { tenantId, userId, method: 'password' }, MOST);
    await this.endSessions.run(tx, { tenantId, reason: 'password_changed', sessions });
  }
}
