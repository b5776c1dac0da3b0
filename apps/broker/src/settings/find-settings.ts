import { AppError, GetSettings } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { PlatformGoogle } from './platform-google.js';
import { SaveSettings } from './save-settings.js';
import { type KnownSettings, SettingsStore } from './settings.store.js';
import { toUsable } from './usable-connection.rules.js';

/** A tenant's settings from the projection; of a tenant never seen before, from sso-config. Refuses `not_found`. */
@Injectable()
export class FindSettings {
  constructor(
    private readonly ask: Ask,
    private readonly database: Database,
    private readonly settings: SettingsStore,
    private readonly google: PlatformGoogle,
    private readonly saveSettings: SaveSettings,
  ) {}

  async run(tenantId: string): Promise<KnownSettings> {
    const known = await this.database.atOnceInTenant(
      tenantId,
      async (tx) => await this.settings.find(tx, tenantId),
    );
    if (known) return known;
    const { settings } = await this.ask.to(GetSettings, { tenantId });
    if (!settings) throw new AppError('not_found', { detail: 'no such tenant' });
    await this.saveSettings.run(settings);
    return { settings: toUsable(settings, this.google.client), ageSeconds: 0, now: new Date() };
  }
}
