import { type Principal, ReadSetUpSession } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { TokenVerifier } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { VerifyAccessToken } from './verify-access-token.js';

/** The secret of somebody who has opened a set-up link, as sso-config makes it. */
const SET_UP_TOKEN = /^set-up\.[\w-]{43}$/;

/**
 * Who bears a token at Portico's APIs: an access token of the broker, or the session of a set-up link, which only
 * sso-config can read. A guard asks about one every time, so that a revoked link is refused at once.
 */
@Injectable()
export class VerifyBearer extends TokenVerifier {
  constructor(
    private readonly ask: Ask,
    private readonly accessTokens: VerifyAccessToken,
  ) {
    super();
  }

  async verify(token: string): Promise<Principal | null> {
    if (!token.startsWith('set-up.')) return await this.accessTokens.verify(token);
    if (!SET_UP_TOKEN.test(token)) return null;
    const { session } = await this.ask.to(ReadSetUpSession, { token });
    if (!session) return null;
    const { linkId, tenantId, connectionId } = session;
    return {
      kind: 'set_up',
      subject: linkId,
      applicationId: 'set-up',
      tenantId,
      connectionId,
      scopes: ['sso:set-up'],
      roles: [],
    };
  }
}
