import { Database } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { SettingsStore } from '../settings/settings.store.js';
import { EndDisallowed } from './end-disallowed.js';
import { LiveSessionStore, type Position } from './live-session.store.js';
import { PAGE } from './sweep-sessions.js';

/** Whose sessions are to be looked at now. */
export interface Swept {
  tenantId: string;
  userId?: string;
}

/** Looks at the sessions of one tenant, or of one user, ahead of the round that would come to them. */
@Injectable()
export class SweepTenant {
  private readonly logger = new Logger(SweepTenant.name);
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly live: LiveSessionStore,
    private readonly settings: SettingsStore,
    private readonly endDisallowed: EndDisallowed,
  ) {}

  /** Lets it happen soon, one after the other, and waits for nothing: what fails here, the next round does. */
  soon(swept: Swept): void {
    this.queue = this.queue
      .then(async () => {
        await this.run(swept);
      })
      .catch((error: unknown) => {
        this.logger.warn({ err: error, tenantId: swept.tenantId }, 'sessions were not swept ahead');
      });
  }

  async run({ tenantId, userId }: Swept): Promise<void> {
    let after: Position | null = null;
    for (;;) {
      const [known, sessions] = await this.database.inTenant(tenantId, async (tx) => [
        await this.settings.find(tx, tenantId),
        await this.live.listOfTenant(tx, { tenantId, userId, after }, PAGE),
      ]);
      await this.endDisallowed.run(tenantId, known ?? undefined, sessions);
      after = sessions.at(-1) ?? null;
      if (sessions.length < PAGE) return;
    }
  }
}
