import { Injectable } from '@nestjs/common';
import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { FindGrantRevocation } from './find-grant-revocation.js';
import { makeGrantId, readGrantId } from './grant.rules.js';

/**
 * First-party applications need no consent page: the grant of this session and application, within what it registered.
 * In place of one that was revoked, a new one.
 */
@Injectable()
export class LoadExistingGrant {
  constructor(private readonly findGrantRevocation: FindGrantRevocation) {}

  async run(ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
    const { client, session, provider } = ctx.oidc;
    if (!client || !session?.accountId) return undefined;
    const known = session.grantIdFor(client.clientId);
    const counts = known !== undefined && (await this.counts(known, session.accountId));
    return await provider.Grant.find(counts ? known : makeGrantId(session.accountId, client.clientId));
  }

  private async counts(grantId: string, accountId: string): Promise<boolean> {
    // A session may have passed to somebody else.
    if (readGrantId(grantId)?.accountId !== accountId) return false;
    return !(await this.findGrantRevocation.run(grantId));
  }
}
