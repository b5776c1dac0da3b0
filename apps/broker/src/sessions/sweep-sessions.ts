import { setTimeout as sleep } from 'node:timers/promises';
import { Database, RepeatsEvery } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { type KnownSettings, SettingsStore } from '../settings/settings.store.js';
import { EndDisallowed } from './end-disallowed.js';
import { type LiveSession, LiveSessionStore } from './live-session.store.js';

/** As many as identity is asked about at once. */
export const PAGE = 1000;
/** A round begins so long after the one before it began, if that is over. */
const ROUND_SECONDS = 10;
const TENANTS_AT_ONCE = 8;

/** A page with the settings of its tenants, as of one moment. */
interface Page {
  sessions: LiveSession[];
  settings: Map<string, KnownSettings>;
}

/**
 * Goes through all live sessions, round after round, and ends those that are no longer allowed: whatever event was lost.
 * Replicas share a round, page by page; a page that one of them dropped comes again in the next.
 */
@Injectable()
@RepeatsEvery(5)
export class SweepSessions {
  private readonly logger = new Logger(SweepSessions.name);

  constructor(
    private readonly database: Database,
    private readonly live: LiveSessionStore,
    private readonly settings: SettingsStore,
    private readonly endDisallowed: EndDisallowed,
  ) {}

  async run(): Promise<void> {
    for (;;) {
      const begun = performance.now();
      const page = await this.takePage();
      if (!page) return;
      await this.sweep(page);
      if (page.sessions.length < PAGE) return;
      // As long a pause as the page took: however many sessions there are, sign-ins have the larger half of the house.
      await sleep(performance.now() - begun);
    }
  }

  private async takePage(): Promise<Page | null> {
    return await this.database.acrossTenants(async (tx) => {
      const sessions = await this.live.takePage(tx, PAGE, ROUND_SECONDS);
      if (!sessions) return null;
      const tenantIds = [...new Set(sessions.map(({ tenantId }) => tenantId))];
      return { sessions, settings: await this.settings.list(tx, tenantIds) };
    });
  }

  private async sweep({ sessions, settings }: Page): Promise<void> {
    const tenants = [...byTenant(sessions)];
    while (tenants.length > 0)
      await Promise.all(
        tenants.splice(0, TENANTS_AT_ONCE).map(async ([tenantId, ofTenant]) => {
          await this.endDisallowed.run(tenantId, settings.get(tenantId), ofTenant).catch((error: unknown) => {
            this.logger.warn({ err: error, tenantId }, 'sessions of a tenant could not be swept');
          });
        }),
      );
  }
}

const byTenant = (sessions: readonly LiveSession[]): Map<string, LiveSession[]> => {
  const grouped = new Map<string, LiveSession[]>();
  for (const session of sessions) {
    const others = grouped.get(session.tenantId);
    if (others) others.push(session);
    else grouped.set(session.tenantId, [session]);
  }
  return grouped;
};
