import { randomBytes } from 'node:crypto';
import { AppError, type SetUpSession } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditStore } from '../audit/audit.store.js';
import { ConnectionStore } from '../connections/connection.store.js';
import { TenantStore } from '../tenants/tenant.store.js';
import { hashOfLink, hashOfSession, toAccessToken, toBearer } from './set-up-link.rules.js';
import { type SetUpLinkNow, SetUpLinkStore } from './set-up-link.store.js';

/** Exchanges a link's secret, which counts once, for a session that ends with the link. */
@Injectable()
export class OpenSetUpLink {
  constructor(
    private readonly database: Database,
    private readonly links: SetUpLinkStore,
    private readonly tenants: TenantStore,
    private readonly connections: ConnectionStore,
    private readonly audit: AuditStore,
  ) {}

  async run(token: string): Promise<SetUpSession> {
    const tokenHash = hashOfLink(token);
    // Across tenants: the secret alone says whose link it is.
    const key = await this.database.acrossTenants((tx) => this.links.findByToken(tx, tokenHash));
    if (!key) throw new AppError('set_up_link_invalid', { detail: 'no such link' });
    const accessToken = toAccessToken(randomBytes(32).toString('base64url'));
    return await this.database.inTenant(key.tenantId, async (tx) => {
      // The condition is in the statement: of many openings at once one counts.
      if (!(await this.links.open(tx, { ...key, sessionHash: hashOfSession(accessToken) })))
        throw new AppError('set_up_link_invalid', { detail: 'expired, revoked or opened before' });
      const link = await this.links.get(tx, key);
      const { connectionId } = link;
      await this.audit.record(tx, key.tenantId, {
        actor: toBearer(link),
        action: 'set_up_link.opened',
        connectionId,
        detail: { linkId: key.id, note: link.note },
      });
      return { accessToken, ...(await this.describe(tx, link)) };
    });
  }

  private async describe(tx: EntityManager, link: SetUpLinkNow): Promise<Omit<SetUpSession, 'accessToken'>> {
    const { tenantId, connectionId, expiresAt } = link;
    const tenant = await this.tenants.get(tx, tenantId);
    const { id, provider, name } = await this.connections.get(tx, { tenantId, id: connectionId });
    return {
      expiresAt: expiresAt.toISOString(),
      tenant: { id: tenant.tenantId, name: tenant.name },
      connection: { id, provider, name },
    };
  }
}
