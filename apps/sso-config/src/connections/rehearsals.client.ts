import { FindRecoveryAdmins, ReadRehearsal } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';

/** What a rehearsal was made for. */
export type KnownRehearsal = NonNullable<z.infer<typeof ReadRehearsal.reply>['rehearsal']>;

/** What identity knows of a tenant's people before a connection becomes their only way in. */
@Injectable()
export class Rehearsals {
  constructor(private readonly ask: Ask) {}

  async find(tenantId: string, rehearsalId: string): Promise<KnownRehearsal | null> {
    return (await this.ask.to(ReadRehearsal, { tenantId, rehearsalId })).rehearsal;
  }

  /** The active administrators who can still get in when the provider cannot. */
  async listRecoveryAdmins(tenantId: string): Promise<string[]> {
    return (await this.ask.to(FindRecoveryAdmins, { tenantId })).userIds;
  }
}
