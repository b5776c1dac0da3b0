import type { UserSnapshot } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { CompleteLogin } from './complete-login.js';
import { countLogin } from './login-figures.js';
import type { LoginEntity } from './login.entity.js';
import type { LoginProof } from './login.store.js';
import { UpstreamTokenStore } from './upstream-token.store.js';

/** A login that has been claimed, and the sign-in that it belongs to. */
export interface ClaimedLogin {
  login: LoginEntity;
  interactionUid: string;
}

/**
 * Ends a claimed login with its person signed in, and gives the address where the browser goes on.
 * @emits login.completed
 */
@Injectable()
export class CompleteClaimedLogin {
  constructor(
    private readonly database: Database,
    private readonly completeLogin: CompleteLogin,
    private readonly tokens: UpstreamTokenStore,
  ) {}

  async run({ login, interactionUid }: ClaimedLogin, user: UserSnapshot, proof: LoginProof): Promise<string> {
    const { tenantId, id: loginId } = login;
    const onward = await this.database.swiftlyInTenant(tenantId, async (tx) => {
      // Asked together, so that they travel together.
      const [returnTo] = await Promise.all([
        this.completeLogin.run(tx, login, user, proof, interactionUid),
        proof.recheck && this.tokens.save(tx, { tenantId, loginId }, proof.recheck),
      ]);
      return returnTo;
    });
    countLogin(login);
    return onward;
  }
}
