import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditStore } from './audit.store.js';

interface Recovery {
  tenantId: string;
  /** The administrator whose code it was. */
  userId: string;
  reference: string;
}

/** Remembers that an administrator has signed in by a recovery code, where all of them read it. */
@Injectable()
export class NoteRecovery {
  constructor(private readonly audit: AuditStore) {}

  async run(tx: EntityManager, { tenantId, userId, reference }: Recovery): Promise<void> {
    const actor = { kind: 'user', subject: userId, tenantId } as const;
    await this.audit.record(tx, tenantId, { actor, action: 'recovery.started', detail: { reference } });
  }
}
