import { AppError, type Principal, type SetExemption } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { toAuthor } from '../connections/connection.rules.js';
import { RecordChange } from '../settings/record-change.js';
import { TenantStore } from '../tenants/tenant.store.js';
import type { ExemptionRow } from './exemption.entity.js';
import { checkUntil, EXEMPTIONS_AT_MOST } from './exemption.rules.js';
import { ExemptionStore } from './exemption.store.js';

interface Grant {
  tenantId: string;
  userId: string;
  wanted: SetExemption;
  bearer: Principal;
}

/**
 * Lets one user go on using a password until a date, although single sign-on is enforced. Whether the tenant has that
 * user, only identity knows: an exemption of nobody exempts nobody.
 * @emits sso.config.changed unless everything is as before
 */
@Injectable()
export class GrantExemption {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly exemptions: ExemptionStore,
    private readonly record: RecordChange,
  ) {}

  async run({ tenantId, userId, wanted, bearer }: Grant): Promise<ExemptionRow> {
    const { reason } = wanted;
    const exemption = {
      tenantId,
      userId,
      until: new Date(wanted.until),
      reason,
      grantedBy: toAuthor(bearer),
    };
    return await this.database.inTenant(tenantId, async (tx) => {
      await this.tenants.getLocked(tx, tenantId);
      const stored = await this.exemptions.find(tx, exemption);
      if (stored?.until.getTime() === exemption.until.getTime() && stored.reason === reason) return stored;
      checkUntil(exemption.until, await this.exemptions.now(tx));
      if (!stored) await this.checkRoom(tx, tenantId);
      await this.exemptions.put(tx, exemption);
      await this.record.run(
        tx,
        tenantId,
        { changed: ['exemptions'] },
        { actor: bearer, action: 'exemption.granted', detail: { userId, until: wanted.until, reason } },
      );
      return await this.exemptions.get(tx, exemption);
    });
  }

  private async checkRoom(tx: EntityManager, tenantId: string): Promise<void> {
    if ((await this.exemptions.count(tx, tenantId)) >= EXEMPTIONS_AT_MOST)
      throw new AppError('exemption_limit_reached');
  }
}
