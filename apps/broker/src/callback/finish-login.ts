import type { AppError } from '@portico/contracts';
import { Database, toAppError } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { CompleteLogin } from '../logins/complete-login.js';
import { FailLogin } from '../logins/fail-login.js';
import type { LoginEntity } from '../logins/login.entity.js';
import type { LoginInFlight } from '../logins/login-cookies.js';
import { LoginRefused } from '../logins/login-refused.js';
import { type LoginProof, LoginStore } from '../logins/login.store.js';
import type { VerifiedIdentity } from '../upstream/finish-upstream.js';
import { IdentifyUser } from './identify-user.js';

/**
 * Finishes a federated login once the browser is back from the identity provider, and gives the address where it
 * goes on. The login is used up before the code is redeemed: no answer can be tried twice.
 * @emits login.completed, login.failed
 */
@Injectable()
export class FinishLogin {
  private readonly logger = new Logger(FinishLogin.name);

  constructor(
    private readonly database: Database,
    private readonly logins: LoginStore,
    private readonly identifyUser: IdentifyUser,
    private readonly completeLogin: CompleteLogin,
    private readonly failLogin: FailLogin,
  ) {}

  async run(inFlight: LoginInFlight, callbackParameters: URLSearchParams): Promise<string> {
    const login = await this.claim(inFlight);
    try {
      const { identity, user } = await this.identifyUser.run(login, inFlight, callbackParameters);
      return await this.database.inTenant(
        login.tenantId,
        async (tx) =>
          await this.completeLogin.run(tx, login, user, toProof(identity), inFlight.interactionUid),
      );
    } catch (thrown) {
      throw await this.refuse(login, inFlight, toAppError(thrown));
    }
  }

  private async claim({
    tenantId,
    loginId: id,
    reference,
    interactionUid,
  }: LoginInFlight): Promise<LoginEntity> {
    try {
      return await this.database.inTenant(
        tenantId,
        async (tx) => await this.logins.claim(tx, { tenantId, id }),
      );
    } catch (thrown) {
      throw new LoginRefused(toAppError(thrown), reference, interactionUid);
    }
  }

  private async refuse(
    login: LoginEntity,
    { interactionUid }: LoginInFlight,
    error: AppError,
  ): Promise<LoginRefused> {
    try {
      await this.database.inTenant(
        login.tenantId,
        async (tx) => await this.failLogin.run(tx, login, error.code),
      );
    } catch (cause) {
      // The refusal stands whether or not it could be written down.
      this.logger.error({ err: cause }, 'a refusal was not stored');
    }
    return new LoginRefused(error, login.reference, interactionUid);
  }
}

const toProof = ({ amr, acr, authTime }: VerifiedIdentity): LoginProof => ({
  amr: amr ?? null,
  acr: acr ?? null,
  authTime: authTime === undefined ? null : new Date(authTime * 1000),
});
