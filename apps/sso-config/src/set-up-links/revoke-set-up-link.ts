import type { Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { AuditStore } from '../audit/audit.store.js';
import { type SetUpLinkKey, SetUpLinkStore } from './set-up-link.store.js';

/** Ends a link, and at once whatever is being done with it; what was saved stays a draft or pending. */
@Injectable()
export class RevokeSetUpLink {
  constructor(
    private readonly database: Database,
    private readonly links: SetUpLinkStore,
    private readonly audit: AuditStore,
  ) {}

  async run({ bearer, ...key }: SetUpLinkKey & { bearer: Principal }): Promise<void> {
    await this.database.inTenant(key.tenantId, async (tx) => {
      const { connectionId } = await this.links.get(tx, key);
      if (!(await this.links.revoke(tx, key))) return;
      await this.audit.record(tx, key.tenantId, {
        actor: bearer,
        action: 'set_up_link.revoked',
        connectionId,
        detail: { linkId: key.id },
      });
    });
  }
}
