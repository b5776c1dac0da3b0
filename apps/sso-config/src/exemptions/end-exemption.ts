import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { SettingsChanges } from '../settings/settings-changes.store.js';
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
    private readonly changes: SettingsChanges,
  ) {}

  async run(key: { tenantId: string; userId: string }): Promise<void> {
    await this.database.inTenant(key.tenantId, async (tx) => {
      await this.exemptions.get(tx, key);
      await this.exemptions.remove(tx, key);
      await this.changes.record(tx, key.tenantId, { changed: ['exemptions'] });
    });
  }
}
