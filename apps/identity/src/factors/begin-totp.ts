import type { BeginTotp as Contract } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { Secret } from 'otpauth';
import type { z } from 'zod';
import { UserStore } from '../users/user.store.js';
import { FactorKeys } from './factor-keys.js';
import { checkNoneSetUp } from './factor.rules.js';
import { FactorStore } from './factor.store.js';
import { SECRET_BYTES, toOtpauthUri } from './totp.rules.js';

/** Makes a secret that waits for its first code; the same enrolment is given the same one again. */
@Injectable()
export class BeginTotp {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly factors: FactorStore,
    private readonly keys: FactorKeys,
  ) {}

  async run(asked: z.infer<typeof Contract.request>): Promise<z.infer<typeof Contract.reply>> {
    const { tenantId, userId, enrolmentId: id, tenantName } = asked;
    const place = { tenantId, factorId: id };
    return await this.database.inTenant(tenantId, async (tx) => {
      const { email } = await this.users.getLocked(tx, tenantId, userId);
      checkNoneSetUp(await this.factors.list(tx, { tenantId, userId }));
      const waiting = await this.factors.findOpen(tx, { tenantId, userId, id });
      const secret = waiting?.sealedSecret
        ? await this.keys.open(waiting.sealedSecret, place)
        : new Secret({ size: SECRET_BYTES }).base32;
      if (!waiting)
        await this.factors.addWaiting(tx, { tenantId, userId, id }, await this.keys.seal(secret, place));
      return { secret, otpauthUri: toOtpauthUri(secret, { email, tenantName }) };
    });
  }
}
