import { AppError, type FinishPasskey as Contract } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CheckPasskey } from './check-passkey.js';
import { KeepPasskey } from './keep-passkey.js';
import { PasskeyChallengeStore } from './passkey-challenge.store.js';

/** An answer of a passkey, and what it is to be. */
export type PasskeyAttempt = z.infer<typeof Contract.request>;

/** Verifies the answer of a passkey to a challenge, which is used up whatever comes of it. */
@Injectable()
export class FinishPasskey {
  constructor(
    private readonly database: Database,
    private readonly challenges: PasskeyChallengeStore,
    private readonly keepPasskey: KeepPasskey,
    private readonly checkPasskey: CheckPasskey,
  ) {}

  async run(attempt: PasskeyAttempt): Promise<z.infer<typeof Contract.reply>> {
    const { tenantId, userId, challengeId: id, purpose, attemptId } = attempt;
    // Committed before the answer is looked at: no challenge is answered twice.
    const challenge = await this.database.inTenant(tenantId, (tx) =>
      this.challenges.take(tx, { tenantId, userId, id, purpose }, attemptId),
    );
    if (challenge === null) throw new AppError('passkey_invalid', { detail: 'the challenge is over' });
    const work = purpose === 'make' ? this.keepPasskey : this.checkPasskey;
    return { deviceBound: await work.run(attempt, challenge) };
  }
}
