import { toAppError } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { type Claim, ClaimLogin } from '../logins/claim-login.js';
import { type ClaimedLogin, CompleteClaimedLogin } from '../logins/complete-claimed-login.js';
import type { LoginInFlight } from '../logins/login-cookies.js';
import { RefuseLogin } from '../logins/refuse-login.js';
import { IdentifyUser } from './identify-user.js';
import { OfferMailboxProof, type Onward } from './offer-mailbox-proof.js';
import { toProof } from './proof.rules.js';
import { Unmatched } from './unmatched.js';

/**
 * Finishes a federated login once the browser is back from the identity provider, and gives the address where it
 * goes on. The login is used up before the code is redeemed: no answer can be tried twice.
 * @emits login.completed, login.failed
 */
@Injectable()
export class FinishLogin {
  constructor(
    private readonly claimLogin: ClaimLogin,
    private readonly identifyUser: IdentifyUser,
    private readonly completeClaimedLogin: CompleteClaimedLogin,
    private readonly offerMailboxProof: OfferMailboxProof,
    private readonly refuseLogin: RefuseLogin,
  ) {}

  async run(inFlight: LoginInFlight, callbackParameters: URLSearchParams): Promise<Onward> {
    const { interactionUid } = inFlight;
    const claim = await this.claimLogin.run(inFlight);
    const claimed = { ...claim, interactionUid };
    try {
      return await this.identify(claimed, inFlight, callbackParameters);
    } catch (thrown) {
      throw await this.refuseLogin.run(claimed.login, interactionUid, toAppError(thrown));
    }
  }

  private async identify(
    claimed: ClaimedLogin & Claim,
    inFlight: LoginInFlight,
    callbackParameters: URLSearchParams,
  ): Promise<Onward> {
    try {
      const { identity, user } = await this.identifyUser.run(claimed, inFlight, callbackParameters);
      return { url: await this.completeClaimedLogin.run(claimed, user, toProof(identity)) };
    } catch (thrown) {
      const onward =
        thrown instanceof Unmatched && (await this.offerMailboxProof.run(claimed, inFlight, thrown));
      if (!onward) throw thrown;
      return onward;
    }
  }
}
