import { AppError, UseRecoveryCode } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { LimitAttempts } from '../throttle/limit-attempts.js';
import { FindMemberships } from './find-memberships.js';
import { FinishRecovery } from './finish-recovery.js';
import { NotePasswordFailure } from './note-password-failure.js';
import { chooseRecoveryTenants } from './recovery-tenants.rules.js';

/** An address and a recovery code, as typed. */
export interface TypedRecovery {
  email: string;
  code: string;
}

/**
 * Signs an administrator in by one of their recovery codes, in as much time for an unknown address as for a known one,
 * and gives the address where the browser goes on.
 * @emits login.completed, login.failed
 */
@Injectable()
export class SignInByRecoveryCode {
  constructor(
    private readonly ask: Ask,
    private readonly limitAttempts: LimitAttempts,
    private readonly findMemberships: FindMemberships,
    private readonly finish: FinishRecovery,
    private readonly noteFailure: NotePasswordFailure,
  ) {}

  /** Refuses `recovery_code_invalid`, `recovery_not_open`, `settings_stale` and `too_many_attempts`. */
  async run(
    interaction: Interaction,
    { email, code }: TypedRecovery,
    ip: string | undefined,
  ): Promise<string> {
    const attempt = await this.limitAttempts.run(ip, 'recovery', email);
    const memberships = await this.findMemberships.run(email);
    const { tenantIds, said, holders } = chooseRecoveryTenants(memberships, interaction.application);
    // Asked even where it can be nobody's, for the time not to tell.
    const { user } = await this.ask.to(UseRecoveryCode, { email, tenantIds, code, attemptId: newId() });
    if (!user) {
      for (const holder of holders)
        await this.noteFailure.run(interaction, [holder.user], holder.code, 'recovery');
      throw new AppError(said);
    }
    await attempt.takeBack();
    return await this.finish.run(interaction, user);
  }
}
