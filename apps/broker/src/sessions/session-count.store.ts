import type { CountSessions } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { EXPIRES_AT, SESSION_WITH_LIFETIMES } from './lifetimes.rules.js';

type Counts = z.infer<typeof CountSessions.reply>['counts'];

@Injectable()
export class SessionCountStore {
  /** A tenant's live sessions by how they began. */
  async count(tx: Queries, tenantId: string): Promise<Counts> {
    return await tx.query<Counts>(
      `SELECT session.method, session.connection_id AS "connectionId", count(*)::integer AS count
         FROM ${SESSION_WITH_LIFETIMES}
        WHERE session.tenant_id = $1 AND session.ended_at IS NULL AND ${EXPIRES_AT} > now()
        GROUP BY 1, 2 ORDER BY 1, 2`,
      [tenantId],
    );
  }
}
