import { AppError, type CheckTotp as Contract } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { FactorKeys } from './factor-keys.js';
import { FactorStore } from './factor.store.js';
import { findStep } from './totp.rules.js';

/** Checks a code of a user's app, and uses it up. */
@Injectable()
export class CheckTotp {
  constructor(
    private readonly database: Database,
    private readonly factors: FactorStore,
    private readonly keys: FactorKeys,
  ) {}

  async run({ tenantId, userId, attemptId, code }: z.infer<typeof Contract.request>): Promise<void> {
    await this.database.inTenant(tenantId, async (tx) => {
      for (const factor of await this.factors.list(tx, { tenantId, userId })) {
        if (factor.sealedSecret === null) continue;
        const secret = await this.keys.open(factor.sealedSecret, { tenantId, factorId: factor.id });
        const step = findStep(secret, code, new Date());
        // One statement decides, so that of two who send the same code at once one is too late.
        if (step !== null && (await this.factors.useStep(tx, factor, step, attemptId))) return;
      }
      throw new AppError('factor_code_invalid');
    });
  }
}
