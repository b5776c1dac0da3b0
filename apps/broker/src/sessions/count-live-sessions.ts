import type { CountSessions } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { SessionCountStore } from './session-count.store.js';

/** How many sessions of a tenant are live, by how they began. */
@Injectable()
export class CountLiveSessions {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionCountStore,
  ) {}

  async run(tenantId: string): Promise<z.infer<typeof CountSessions.reply>> {
    const counts = await this.database.inTenant(
      tenantId,
      async (tx) => await this.sessions.count(tx, tenantId),
    );
    return { counts };
  }
}
