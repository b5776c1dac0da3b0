import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { SettingsChanges } from '../settings/settings-changes.store.js';
import { type DomainKey, DomainStore } from './domain.store.js';

/**
 * Gives a domain up; another tenant may prove it from then on. Users stay as they are.
 * @emits sso.config.changed
 */
@Injectable()
export class RemoveDomain {
  constructor(
    private readonly database: Database,
    private readonly domains: DomainStore,
    private readonly changes: SettingsChanges,
  ) {}

  async run(key: DomainKey): Promise<void> {
    await this.database.inTenant(key.tenantId, async (tx) => {
      await this.domains.get(tx, key);
      await this.domains.remove(tx, key);
      await this.changes.record(tx, key.tenantId, { changed: ['domains'] });
    });
  }
}
