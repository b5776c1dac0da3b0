import { AppError, CountSessions, FindAdminProof, GetSettings, type Rehearsal } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import { type Rehearsing, rehearsing } from './rehearse.rules.js';
import { sortSessions } from './sessions.rules.js';

/** Everything that a rehearsal has to ask other services about. */
export interface Scene {
  scene: Rehearsing;
  sessions: Rehearsal['sessions'];
  proved: boolean;
}

/** Asks for the settings of now, for an administrator's proof and for live sessions. */
@Injectable()
export class SetStage {
  constructor(private readonly ask: Ask) {}

  /** Refuses `connection_not_ready` for a connection that is off, a draft, or none of the tenant's. */
  async run({ tenantId, connectionId }: { tenantId: string; connectionId: string }): Promise<Scene> {
    const { settings } = await this.ask.to(GetSettings, { tenantId });
    const connection = settings?.connections.find(({ id, mode }) => id === connectionId && mode !== 'off');
    if (!settings || !connection) throw new AppError('connection_not_ready');
    const { revision } = connection;
    const [{ proof }, counts] = await Promise.all([
      this.ask.to(FindAdminProof, { tenantId, connectionId, revision }),
      this.countSessions(tenantId),
    ]);
    const scene = rehearsing({ settings, connection, evidence: proof?.evidence ?? null, now: new Date() });
    return { scene, sessions: counts && sortSessions(counts, scene), proved: proof !== null };
  }

  // They are said beforehand for information; nothing depends on them.
  private async countSessions(tenantId: string): Promise<Parameters<typeof sortSessions>[0] | null> {
    try {
      return (await this.ask.to(CountSessions, { tenantId })).counts;
    } catch (error) {
      if (error instanceof AppError) return null;
      throw error;
    }
  }
}
