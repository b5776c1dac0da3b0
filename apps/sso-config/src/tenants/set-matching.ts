import type { Principal, SetMatching as WantedMatching } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { RecordChange } from '../settings/record-change.js';
import type { TenantRow } from './tenant.entity.js';
import { toMatching } from './tenant.rules.js';
import { TenantStore } from './tenant.store.js';

/**
 * Chooses how a tenant's people are found after their first sign-in at an identity provider.
 * @emits sso.config.changed unless everything is as before
 */
@Injectable()
export class SetMatching {
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
    wanted: WantedMatching;
    bearer: Principal;
  }): Promise<TenantRow> {
    return await this.database.inTenant(tenantId, async (tx) => {
      const { policy, mailboxProof } = toMatching(await this.tenants.getLocked(tx, tenantId));
      if (policy !== wanted.policy || mailboxProof !== wanted.mailboxProof) {
        await this.tenants.update(tx, tenantId, {
          matchPolicy: wanted.policy,
          mailboxProof: wanted.mailboxProof,
        });
        await this.record.run(
          tx,
          tenantId,
          { changed: ['matching'] },
          { actor: bearer, action: 'settings.changed', detail: { ...wanted } },
        );
      }
      return await this.tenants.get(tx, tenantId);
    });
  }
}
