import type { TenantSettings } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { SettingsStore } from './settings.store.js';

/** Reads the settings of one tenant as of now; null where there is none. */
@Injectable()
export class ReadSettings {
  constructor(
    private readonly database: Database,
    private readonly settings: SettingsStore,
  ) {}

  async run({ tenantId }: { tenantId: string }): Promise<TenantSettings | null> {
    return await this.database.inTenant(tenantId, (tx) => this.settings.find(tx, tenantId));
  }
}
