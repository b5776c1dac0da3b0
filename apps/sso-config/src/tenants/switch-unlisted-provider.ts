import type { Principal } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RecordChange } from '../settings/record-change.js';
import { TenantStore } from './tenant.store.js';

interface UnlistedProvider {
  tenantId: string;
  allowed: boolean;
  bearer: Principal;
}

/**
 * Switches the unlisted provider on or off, in the transaction of whoever wants it. Connections that the tenant has
 * already are left alone.
 * @emits sso.config.changed unless it is as before
 */
@Injectable()
export class SwitchUnlistedProvider {
  constructor(
    private readonly tenants: TenantStore,
    private readonly record: RecordChange,
  ) {}

  async run(tx: EntityManager, { tenantId, allowed, bearer }: UnlistedProvider): Promise<void> {
    const { unlistedProvider } = await this.tenants.getLocked(tx, tenantId);
    if (unlistedProvider === allowed) return;
    await this.tenants.update(tx, tenantId, { unlistedProvider: allowed });
    await this.record.run(
      tx,
      tenantId,
      { changed: ['tenant'] },
      { actor: bearer, action: 'settings.changed', detail: { unlistedProvider: allowed } },
    );
  }
}
