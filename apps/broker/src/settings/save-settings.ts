import type { TenantSettings } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { HandleStore } from './handle.store.js';
import { toHandles } from './handles.rules.js';
import { SettingsStore } from './settings.store.js';

/** Stores a tenant's settings with all that the tenant is found by; an older version changes nothing. */
@Injectable()
export class SaveSettings {
  constructor(
    private readonly database: Database,
    private readonly settings: SettingsStore,
    private readonly handles: HandleStore,
  ) {}

  async run(settings: TenantSettings): Promise<void> {
    await this.database.inTenant(settings.tenantId, async (tx) => {
      if (!(await this.settings.save(tx, settings))) return;
      await this.handles.replace(tx, settings.tenantId, toHandles(settings));
    });
  }
}
