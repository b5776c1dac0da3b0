import { ResolveIdentity, type UserSnapshot } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import type { LoginEntity } from '../logins/login.entity.js';
import type { UsableConnection, UsableSettings } from '../settings/usable-connection.rules.js';
import type { VerifiedIdentity } from '../upstream/finish-upstream.js';
import { Unmatched } from './unmatched.js';
import { toUpstreamIdentity } from './upstream-identity.rules.js';

/** Which user of the tenant the verified identity is; refuses with what identity answers. */
@Injectable()
export class MatchUser {
  constructor(private readonly ask: Ask) {}

  async run(
    login: LoginEntity,
    settings: UsableSettings,
    connection: UsableConnection,
    verified: VerifiedIdentity,
  ): Promise<UserSnapshot> {
    const identity = toUpstreamIdentity(verified, connection, settings);
    const answer = await this.ask.to(ResolveIdentity, {
      loginId: login.id,
      tenantId: login.tenantId,
      connectionId: connection.id,
      identity,
      policy: settings.matching.policy,
    });
    if (answer.outcome === 'refused') throw new Unmatched(answer.code, identity, verified);
    return answer.user;
  }
}
