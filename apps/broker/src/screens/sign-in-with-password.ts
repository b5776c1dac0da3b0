import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { LimitAttempts } from '../throttle/limit-attempts.js';
import { type Credentials, FindPasswordUser, type PasswordUser } from './find-password-user.js';
import { GoOnWithPassword, type WentOn } from './go-on-with-password.js';
import { NotePasswordFailure } from './note-password-failure.js';
import { type OrganisationChoice, PasswordChoices } from './password-choices.js';

/** Where the browser goes on, by a second factor or not; or the organisations that the password is right in. */
export type SignedIn = WentOn | { outcome: 'several'; choice: OrganisationChoice };

/**
 * Signs in with a password; where it is right in several tenants, has the person choose.
 * @emits login.completed, login.failed
 */
@Injectable()
export class SignInWithPassword {
  constructor(
    private readonly limitAttempts: LimitAttempts,
    private readonly findPasswordUser: FindPasswordUser,
    private readonly goOnWithPassword: GoOnWithPassword,
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
    return await this.goOn(interaction, answer.users, credentials);
  }

  private async goOn(
    interaction: Interaction,
    users: PasswordUser[],
    { email, setsUp }: Credentials,
  ): Promise<SignedIn> {
    const [found, ...others] = users;
    if (found && others.length === 0)
      return await this.goOnWithPassword.run(interaction, { ...found, email, setsUp });
    const owners = users.map(({ user }) => user);
    const choice = await this.passwordChoices.offer({ uid: interaction.uid, email, setsUp }, owners);
    return { outcome: 'several', choice };
  }
}
