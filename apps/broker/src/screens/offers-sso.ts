import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { SettingsStore } from '../settings/settings.store.js';

/** Whether screen 1 shows the button: hidden only where no tenant that the application admits has SSO on. */
@Injectable()
export class OffersSso {
  constructor(
    private readonly database: Database,
    private readonly settings: SettingsStore,
  ) {}

  async run({ tenantIds }: { tenantIds: string[] | null }): Promise<boolean> {
    return await this.database.atOnceAcrossTenants(
      async (tx) => await this.settings.offersSso(tx, tenantIds),
    );
  }
}
