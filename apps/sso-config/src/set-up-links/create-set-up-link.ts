import { randomBytes } from 'node:crypto';
import type { CreateSetUpLink as WantedLink, Principal } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { AuditStore } from '../audit/audit.store.js';
import { toAuthor } from '../connections/connection.rules.js';
import { ConnectionStore } from '../connections/connection.store.js';
import { hashOfLink } from './set-up-link.rules.js';
import { type SetUpLinkNow, SetUpLinkStore } from './set-up-link.store.js';

interface NewLink {
  tenantId: string;
  wanted: WantedLink;
  bearer: Principal;
}

/** Makes a link for the set-up of one connection. Its secret is given here and never again. */
@Injectable()
export class CreateSetUpLink {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionStore,
    private readonly links: SetUpLinkStore,
    private readonly audit: AuditStore,
  ) {}

  async run({ tenantId, wanted, bearer }: NewLink): Promise<{ link: SetUpLinkNow; token: string }> {
    const token = randomBytes(32).toString('base64url');
    const { connectionId, note, expiresInHours: hours } = wanted;
    const key = { tenantId, id: newId() };
    return await this.database.inTenant(tenantId, async (tx) => {
      await this.connections.get(tx, { tenantId, id: connectionId });
      const createdBy = toAuthor(bearer);
      await this.links.add(tx, {
        ...key,
        connectionId,
        tokenHash: hashOfLink(token),
        note,
        createdBy,
        hours,
      });
      await this.audit.record(tx, tenantId, {
        actor: bearer,
        action: 'set_up_link.created',
        connectionId,
        detail: { linkId: key.id, note, expiresInHours: hours },
      });
      return { link: await this.links.get(tx, key), token };
    });
  }
}
