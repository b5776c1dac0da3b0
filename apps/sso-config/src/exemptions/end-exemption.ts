import type { Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { RecordChange } from '../settings/record-change.js';
import { ExemptionStore } from './exemption.store.js';

/**
 * Ends a user's exemption before its time.
 * @emits sso.config.changed
 */
@Injectable()
export class EndExemption {
  constructor(
    private readonly database: Database,
    private readonly exemptions: ExemptionStore,
    private readonly record: RecordChange,
  ) {}

  async run({ bearer, ...key }: { tenantId: string; userId: string; bearer: Principal }): Promise<void> {
    await this.database.inTenant(key.tenantId, async (tx) => {
      await this.exemptions.get(tx, key);
      await this.exemptions.remove(tx, key);
      await this.record.run(
        tx,
        key.tenantId,
        { changed: ['exemptions'] },
        { actor: bearer, action: 'exemption.ended', detail: { userId: key.userId } },
      );
    });
  }
}
