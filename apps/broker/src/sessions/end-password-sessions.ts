import { SessionEnded, type UserSnapshot } from '@portico/contracts';
import { fact, Outbox } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { LogoutDeliveryStore } from '../logouts/logout-delivery.store.js';
import { PasswordChangeStore } from './password-change.store.js';
import { SessionStore } from './session.store.js';

/**
 * Ends whatever a user's old password has begun, in the caller's transaction: sessions, and logins that have not
 * begun one yet. Sessions by single sign-on stay.
 * @emits session.ended
 */
@Injectable()
export class EndPasswordSessions {
  constructor(
    private readonly changes: PasswordChangeStore,
    private readonly sessions: SessionStore,
    private readonly logouts: LogoutDeliveryStore,
    private readonly outbox: Outbox,
  ) {}

  async run(tx: EntityManager, { tenantId, userId }: UserSnapshot): Promise<void> {
    await this.changes.save(tx, { tenantId, userId });
    const ended = await this.sessions.endByPassword(tx, { tenantId, userId });
    await this.logouts.add(tx, tenantId, ended);
    for (const sessionId of ended) {
      const data = { sessionId, userId, reason: 'password_changed' as const };
      await this.outbox.add(tx, fact(SessionEnded, { tenantId, subject: userId, data }));
    }
  }
}
