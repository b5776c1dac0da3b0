import { Injectable } from '@nestjs/common';
import type { AccessToken, Client, ClientCredentials, RefreshToken } from 'oidc-provider';
import { admissionOf } from '../applications/client.rules.js';
import { KeepHeldSession } from '../sessions/keep-held-session.js';

export type IssuedToken = AccessToken | ClientCredentials | RefreshToken;

/**
 * Whether an application is told of a token that is there (RFC 7662 §2.2): it can prove who it is, the token is its
 * own, and the session is still allowed by the settings and the user of now. All else is as inactive as an unknown one.
 */
@Injectable()
export class IntrospectToken {
  constructor(private readonly keepHeldSession: KeepHeldSession) {}

  async run(client: Client, token: IssuedToken): Promise<boolean> {
    if (client.clientAuthMethod === 'none' || token.clientId !== client.clientId) return false;
    if (token.kind === 'ClientCredentials') return true;
    const uid = 'sessionUid' in token ? token.sessionUid : undefined;
    if (uid === undefined) return false;
    const purpose = token.kind === 'RefreshToken' ? 'refresh' : 'keep';
    return (await this.keepHeldSession.run(uid, { application: admissionOf(client), purpose })) !== null;
  }
}
