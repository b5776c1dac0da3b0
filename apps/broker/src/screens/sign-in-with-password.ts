import { AppError, type Code, type UserSnapshot } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { CompleteLogin } from '../logins/complete-login.js';
import { FailLogin } from '../logins/fail-login.js';
import { LoginStore, type StartedLogin } from '../logins/login.store.js';
import { type Credentials, FindPasswordUser } from './find-password-user.js';

const PASSWORD_PROOF = { amr: ['pwd'], acr: null, authTime: null };

/**
 * Signs in with a password, and gives the address where the browser goes on.
 * @emits login.completed, login.failed
 */
@Injectable()
export class SignInWithPassword {
  constructor(
    private readonly findPasswordUser: FindPasswordUser,
    private readonly database: Database,
    private readonly logins: LoginStore,
    private readonly completeLogin: CompleteLogin,
    private readonly failLogin: FailLogin,
  ) {}

  async run(interaction: Interaction, credentials: Credentials): Promise<string> {
    const answer = await this.findPasswordUser.run(interaction, credentials);
    if (answer.outcome === 'found') return await this.complete(interaction, answer.user);
    await this.noteFailure(interaction, answer.holders, answer.code);
    throw new AppError(answer.code);
  }

  private async complete({ uid, application }: Interaction, user: UserSnapshot): Promise<string> {
    return await this.database.inTenant(user.tenantId, async (tx) => {
      const login = await this.logins.start(tx, passwordLogin(user.tenantId, application.id));
      return await this.completeLogin.run(tx, login, user, PASSWORD_PROOF, uid);
    });
  }

  /** A known person's refusal is a fact of their tenant; where several tenants know the address, of each. */
  private async noteFailure(
    { application }: Interaction,
    holders: UserSnapshot[],
    code: Code,
  ): Promise<void> {
    for (const { tenantId, userId } of holders) {
      await this.database.inTenant(tenantId, async (tx) => {
        const login = await this.logins.start(tx, passwordLogin(tenantId, application.id));
        await this.failLogin.run(tx, login, code, userId);
      });
    }
  }
}

const passwordLogin = (tenantId: string, applicationId: string): StartedLogin => ({
  id: newId(),
  tenantId,
  applicationId,
  method: 'password',
});
