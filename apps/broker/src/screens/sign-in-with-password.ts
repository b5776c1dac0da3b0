import { AppError, type UserSnapshot } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { LimitAttempts } from '../throttle/limit-attempts.js';
import { CompletePasswordLogin } from './complete-password-login.js';
import { type Credentials, FindPasswordUser } from './find-password-user.js';
import { NotePasswordFailure } from './note-password-failure.js';
import { type OrganisationChoice, PasswordChoices } from './password-choices.js';

/** Where the browser goes on; or the organisations that the password is right in. */
export type SignedIn =
  { outcome: 'signed_in'; url: string } | { outcome: 'several'; choice: OrganisationChoice };

/**
 * Signs in with a password; where it is right in several tenants, has the person choose.
 * @emits login.completed, login.failed
 */
@Injectable()
export class SignInWithPassword {
  constructor(
    private readonly limitAttempts: LimitAttempts,
    private readonly findPasswordUser: FindPasswordUser,
    private readonly completePasswordLogin: CompletePasswordLogin,
    private readonly notePasswordFailure: NotePasswordFailure,
    private readonly passwordChoices: PasswordChoices,
  ) {}

  async run(interaction: Interaction, credentials: Credentials, ip: string | undefined): Promise<SignedIn> {
    const attempt = await this.limitAttempts.run(ip, 'password', credentials.email);
    const answer = await this.findPasswordUser.run(interaction, credentials);
    if (answer.outcome === 'refused') {
      await this.notePasswordFailure.run(interaction, answer.holders, answer.code);
      throw new AppError(answer.code);
    }
    await attempt.takeBack();
    return await this.goOn(interaction, answer.users, credentials.email);
  }

  private async goOn(interaction: Interaction, users: UserSnapshot[], email: string): Promise<SignedIn> {
    const [user, ...others] = users;
    if (user && others.length === 0)
      return { outcome: 'signed_in', url: await this.completePasswordLogin.run(interaction, user) };
    const choice = await this.passwordChoices.offer(interaction.uid, email, users);
    return { outcome: 'several', choice };
  }
}
