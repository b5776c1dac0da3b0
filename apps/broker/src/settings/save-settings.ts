import type { TenantSettings } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ConnectionRevisionStore } from './connection-revision.store.js';
import { HandleStore } from './handle.store.js';
import { toHandles } from './handles.rules.js';
import { SettingsStore } from './settings.store.js';

/** Stores a tenant's settings with all that the tenant is found by, and what they replace; an older version changes nothing. */
@Injectable()
export class SaveSettings {
  constructor(
    private readonly database: Database,
    private readonly settings: SettingsStore,
    private readonly handles: HandleStore,
    private readonly revisions: ConnectionRevisionStore,
  ) {}

  async run(settings: TenantSettings): Promise<void> {
    await this.database.inTenant(settings.tenantId, async (tx) => {
      await this.revisions.keepReplaced(tx, settings);
      if (!(await this.settings.save(tx, settings))) return;
      await this.handles.replace(tx, settings.tenantId, toHandles(settings));
    });
  }
}
