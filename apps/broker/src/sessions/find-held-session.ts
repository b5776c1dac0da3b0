import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { type KnownSettings, SettingsStore } from '../settings/settings.store.js';
import { type Session, SessionStore } from './session.store.js';

/** A session with the settings of its tenant; null where the broker does not have them. */
export interface HeldSession {
  /** Fresh where whoever it is was active moments ago. */
  session: Session & { isFresh: boolean };
  known: KnownSettings | null;
}

/**
 * The live session that a code or a token was issued in, while its browser holds it; null where either has ended.
 * The settings come along, because whoever asks decides by them next.
 */
@Injectable()
export class FindHeldSession {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
    private readonly settings: SettingsStore,
  ) {}

  async run(uid: string): Promise<HeldSession | null> {
    const [session, known] = await this.database.atOnceAcrossTenants(
      async (tx) =>
        await Promise.all([this.sessions.findHeld(tx, uid), this.settings.findOfSession(tx, uid)]),
    );
    return session && { session, known };
  }
}
