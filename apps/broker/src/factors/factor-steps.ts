import { AppError, Email, FactorKind, Id } from '@portico/contracts';
import { openCookie, sealCookie } from '@portico/secrets';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Keys } from '../keys/keys.js';
import { PasswordChangeStore } from '../sessions/password-change.store.js';

/** Long enough to find the phone, and to install an app on it. */
const SECONDS = 15 * 60;

/** Whose password was right, when, and in which sign-in; and which second factors are to follow. */
const Step = z.object({
  /** Of this step alone; also the id of the enrolment that it leads to. */
  id: Id,
  uid: z.string(),
  email: Email,
  provenAt: z.iso.datetime(),
  tenantId: Id,
  userId: Id,
  kinds: z.array(FactorKind),
});
export type FactorStep = z.infer<typeof Step>;

/** Whether the second factor is asked for, or the first one set up: a step for the one is none for the other. */
export type StepPurpose = 'use' | 'set_up';

/**
 * What a password has proved travels sealed through the forms of the second factor: for a quarter of an hour, for this
 * sign-in alone, and never the password itself.
 */
@Injectable()
export class FactorSteps {
  constructor(
    private readonly keys: Keys,
    private readonly database: Database,
    private readonly changes: PasswordChangeStore,
  ) {}

  async seal(purpose: StepPurpose, proven: Omit<FactorStep, 'id' | 'provenAt'>): Promise<string> {
    const step: FactorStep = { ...proven, id: newId(), provenAt: new Date().toISOString() };
    return await sealCookie(this.keys.cookies, `factor ${purpose}`, step, SECONDS);
  }

  /**
   * Refuses `factor_step_expired` after a quarter of an hour, in another sign-in, for the other purpose, and once the
   * password has been changed.
   */
  async open(purpose: StepPurpose, uid: string, sealed: string): Promise<FactorStep> {
    const step = Step.safeParse(await openCookie(this.keys.cookies, `factor ${purpose}`, sealed)).data;
    if (step?.uid !== uid || (await this.isChangedSince(step))) throw new AppError('factor_step_expired');
    return step;
  }

  private async isChangedSince({ tenantId, userId, provenAt }: FactorStep): Promise<boolean> {
    return await this.database.inTenant(
      tenantId,
      async (tx) => await this.changes.isSince(tx, { tenantId, userId }, provenAt),
    );
  }
}
