import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { FindApplication } from '../applications/find-application.js';
import { type Account, toAccount } from '../logins/account.rules.js';
import type { Claim } from '../logins/claim-login.js';
import type { LoginInFlight } from '../logins/login-cookies.js';
import { FindRevision } from '../settings/find-revision.js';
import { FindSettings } from '../settings/find-settings.js';
import { checkAllowed } from '../settings/decision.rules.js';
import { FinishUpstream, type VerifiedIdentity } from '../upstream/finish-upstream.js';
import { checkSameConnection } from './callback.rules.js';
import { toProof } from './proof.rules.js';
import { checkWishes } from './wishes-proof.rules.js';
import { MatchUser } from './match-user.js';

/** The person at the browser: who the identity provider says it is, and which user of the tenant that is. */
export interface IdentifiedUser {
  identity: VerifiedIdentity;
  user: Account;
}

/** Has the identity provider's answer verified and matched; the mode is decided before and after. */
@Injectable()
export class IdentifyUser {
  constructor(
    private readonly findApplication: FindApplication,
    private readonly findSettings: FindSettings,
    private readonly findRevision: FindRevision,
    private readonly finishUpstream: FinishUpstream,
    private readonly matchUser: MatchUser,
  ) {}

  async run(
    claim: Claim,
    inFlight: LoginInFlight,
    callbackParameters: URLSearchParams,
  ): Promise<IdentifiedUser> {
    const { tenantId, connectionId } = inFlight;
    const { login } = claim;
    const application = await this.findApplication.run(login.applicationId);
    if (!application) throw new AppError('application_not_admitted', { detail: 'the application is gone' });
    const known = claim.known ?? (await this.findSettings.run(tenantId));
    const live = checkSameConnection(known.settings, inFlight);
    const request = { known, application, method: { connectionId }, purpose: 'callback' } as const;
    checkAllowed({ ...request, proof: 'none_yet' });
    const connection = await this.findRevision.run(tenantId, live, inFlight.revision);
    const identity = await this.finishUpstream.run({
      ...inFlight,
      connection,
      callbackParameters,
    });
    checkWishes(inFlight.wishes, identity, { loginStartedAt: login.startedAt, now: known.now });
    const user = await this.matchUser.run(login, known.settings, connection, identity);
    checkAllowed({ ...request, user, proof: { amr: toProof(identity).amr } });
    return { identity, user: toAccount(user, known.settings.domains) };
  }
}
