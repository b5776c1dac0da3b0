import { type Fact, SessionRecoveryStarted } from '@portico/contracts';
import { OnEvent } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import { NoteRecovery } from './note-recovery.js';

type Transaction = Parameters<NoteRecovery['run']>[0];

/** Hears what is done elsewhere and belongs into the log of single sign-on. */
@Controller()
export class AuditConsumer {
  constructor(private readonly noteRecovery: NoteRecovery) {}

  @OnEvent(SessionRecoveryStarted)
  async recovery({ tenantId, data }: Fact<typeof SessionRecoveryStarted>, tx: Transaction): Promise<void> {
    await this.noteRecovery.run(tx, { tenantId, ...data });
  }
}
