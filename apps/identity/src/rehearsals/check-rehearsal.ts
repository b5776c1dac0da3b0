import type { ReadRehearsal as Contract } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { RehearsalStore } from './rehearsal.store.js';

/** Says what a rehearsal was made for and whether it still counts; null for one that is unknown. */
@Injectable()
export class CheckRehearsal {
  constructor(
    private readonly database: Database,
    private readonly rehearsals: RehearsalStore,
  ) {}

  async run(
    question: z.infer<typeof Contract.request>,
  ): Promise<z.infer<typeof Contract.reply>['rehearsal']> {
    const { tenantId, rehearsalId: id } = question;
    const row = await this.database.inTenant(tenantId, (tx) => this.rehearsals.find(tx, { tenantId, id }));
    if (!row) return null;
    const { connectionId, revision, settingsVersion, fresh, findings } = row;
    return { connectionId, revision, settingsVersion, fresh, blocked: findings.counts.blocked };
  }
}
