import { type ConnectionSettings, ResolveIdentity, type UserSnapshot } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { emailTrustOf } from '@portico/policy';
import { Injectable } from '@nestjs/common';
import type { LoginEntity } from '../logins/login.entity.js';
import type { VerifiedIdentity } from '../upstream/finish-upstream.js';
import { Unmatched } from './unmatched.js';

/** Which user of the tenant the verified identity is; refuses with what identity answers. */
@Injectable()
export class MatchUser {
  constructor(private readonly ask: Ask) {}

  async run(
    login: LoginEntity,
    connection: ConnectionSettings,
    identity: VerifiedIdentity,
  ): Promise<UserSnapshot> {
    const { issuer, subject, claims } = identity;
    const { provider, issuesOwnAddressesOnly } = connection;
    const emailTrust = emailTrustOf({
      provider,
      issuer,
      claims,
      issuesOwnAddressesOnly,
      domainProved: false,
    });
    const email = typeof claims['email'] === 'string' ? claims['email'].slice(0, 1024) : undefined;
    const asked = { issuer, subject, email, emailTrust, domainProved: false };
    const answer = await this.ask.to(ResolveIdentity, {
      loginId: login.id,
      tenantId: login.tenantId,
      connectionId: connection.id,
      identity: asked,
      policy: 'match_only',
    });
    if (answer.outcome === 'refused') throw new Unmatched(answer.code, asked, identity);
    return answer.user;
  }
}
