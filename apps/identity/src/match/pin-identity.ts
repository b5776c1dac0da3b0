import { UserLinked, type UserSnapshot } from '@portico/contracts';
import { fact, Outbox } from '@portico/messaging';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { LinkRow } from '../links/link.entity.js';
import { LinkStore } from '../links/link.store.js';

/**
 * Pins an identity to a user, in the transaction of whoever decided so: a sign-in, which uses it, or an admin.
 * @emits user.linked
 */
@Injectable()
export class PinIdentity {
  constructor(
    private readonly links: LinkStore,
    private readonly outbox: Outbox,
  ) {}

  async run(
    tx: Queries,
    identity: Pick<LinkRow, 'connectionId' | 'issuer' | 'subject'>,
    { tenantId, userId, externalId }: UserSnapshot,
    { used }: { used: boolean },
  ): Promise<LinkRow> {
    const { connectionId, issuer, subject } = identity;
    const link = await this.links.add(tx, { tenantId, connectionId, issuer, subject, userId, used });
    const data = { userId, externalId, connectionId };
    await this.outbox.add(tx, fact(UserLinked, { tenantId, subject: userId, data }));
    return link;
  }
}
