import { AppError, type FinishTotp as Contract } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { UserStore } from '../users/user.store.js';
import { FactorKeys } from './factor-keys.js';
import { checkNoneSetUp } from './factor.rules.js';
import { FactorStore } from './factor.store.js';
import { findStep } from './totp.rules.js';

/** Sets a waiting secret up by its first code, which is used up with that. */
@Injectable()
export class FinishTotp {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly factors: FactorStore,
    private readonly keys: FactorKeys,
  ) {}

  async run(asked: z.infer<typeof Contract.request>): Promise<void> {
    const { tenantId, userId, enrolmentId: id, attemptId, code } = asked;
    await this.database.inTenant(tenantId, async (tx) => {
      // Locked, so that of two first factors at once one is the first.
      await this.users.getLocked(tx, tenantId, userId);
      const waiting = await this.factors.findOpen(tx, { tenantId, userId, id });
      if (waiting?.usedBy === attemptId) return;
      checkNoneSetUp(await this.factors.list(tx, { tenantId, userId }));
      if (!waiting?.sealedSecret) throw new AppError('factor_step_expired');
      const secret = await this.keys.open(waiting.sealedSecret, { tenantId, factorId: id });
      const step = findStep(secret, code, new Date());
      if (step === null) throw new AppError('factor_code_invalid');
      await this.factors.confirm(tx, { tenantId, userId, id }, { step, usedBy: attemptId });
    });
  }
}
