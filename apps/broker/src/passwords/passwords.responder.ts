import { type Code, DecideReset, type UserSnapshot } from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import { DecidePasswordReset } from './decide-password-reset.js';

@Controller()
export class PasswordsResponder {
  constructor(private readonly decidePasswordReset: DecidePasswordReset) {}

  @Answers(DecideReset)
  async decide({ user }: { user: UserSnapshot }): Promise<{ allowed: boolean; code?: Code }> {
    const { allowed, code } = await this.decidePasswordReset.run(user);
    return { allowed, code };
  }
}
