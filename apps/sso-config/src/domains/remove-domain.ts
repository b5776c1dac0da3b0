import type { Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { RecordChange } from '../settings/record-change.js';
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
    private readonly record: RecordChange,
  ) {}

  async run({ bearer, ...key }: DomainKey & { bearer: Principal }): Promise<void> {
    await this.database.inTenant(key.tenantId, async (tx) => {
      await this.domains.get(tx, key);
      await this.domains.remove(tx, key);
      await this.record.run(
        tx,
        key.tenantId,
        { changed: ['domains'] },
        { actor: bearer, action: 'domain.removed', detail: { domain: key.domain } },
      );
    });
  }
}
