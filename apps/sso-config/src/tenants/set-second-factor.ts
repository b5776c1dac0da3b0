import type { Principal, SetSecondFactor as WantedSecondFactor } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { RecordChange } from '../settings/record-change.js';
import type { TenantRow } from './tenant.entity.js';
import { toSecondFactor } from './tenant.rules.js';
import { TenantStore } from './tenant.store.js';

/**
 * Chooses where a tenant demands a second factor.
 * @emits sso.config.changed unless everything is as before
 */
@Injectable()
export class SetSecondFactor {
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
    wanted: WantedSecondFactor;
    bearer: Principal;
  }): Promise<TenantRow> {
    return await this.database.inTenant(tenantId, async (tx) => {
      const { password, sso } = toSecondFactor(await this.tenants.getLocked(tx, tenantId));
      if (password !== wanted.password || sso !== wanted.sso) {
        await this.tenants.update(tx, tenantId, {
          secondFactorPassword: wanted.password,
          secondFactorSso: wanted.sso,
        });
        await this.record.run(
          tx,
          tenantId,
          { changed: ['second_factor'] },
          {
            actor: bearer,
            action: 'settings.changed',
            detail: { secondFactorPassword: wanted.password, secondFactorSso: wanted.sso },
          },
        );
      }
      return await this.tenants.get(tx, tenantId);
    });
  }
}
