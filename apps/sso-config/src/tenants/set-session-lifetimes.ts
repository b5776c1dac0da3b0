import type { Principal, SetSessionLifetimes as WantedLifetimes } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { RecordChange } from '../settings/record-change.js';
import type { TenantRow } from './tenant.entity.js';
import { toSessionLifetimes } from './tenant.rules.js';
import { TenantStore } from './tenant.store.js';

/**
 * Sets how long a tenant's people stay signed in; it holds for the sessions that are there already.
 * @emits sso.config.changed unless everything is as before
 */
@Injectable()
export class SetSessionLifetimes {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly record: RecordChange,
  ) {}

  async run({
    tenantId,
    wanted,
    bearer,
  }: {
    tenantId: string;
    wanted: WantedLifetimes;
    bearer: Principal;
  }): Promise<TenantRow> {
    const { absoluteSeconds, idleSeconds } = wanted;
    return await this.database.inTenant(tenantId, async (tx) => {
      const before = toSessionLifetimes(await this.tenants.getLocked(tx, tenantId));
      if (before.absoluteSeconds !== absoluteSeconds || before.idleSeconds !== idleSeconds) {
        await this.tenants.update(tx, tenantId, {
          sessionAbsoluteSeconds: absoluteSeconds,
          sessionIdleSeconds: idleSeconds,
        });
        await this.record.run(
          tx,
          tenantId,
          { changed: ['sessions'] },
          { actor: bearer, action: 'settings.changed', detail: { ...wanted } },
        );
      }
      return await this.tenants.get(tx, tenantId);
    });
  }
}
