import { AppError, type FactorCreated, type Principal } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { Secret } from 'otpauth';
import { checkMaySetRoles } from '../users/user.rules.js';
import { UserStore } from '../users/user.store.js';
import { FactorKeys } from './factor-keys.js';
import { checkNoneSetUp, toFactor } from './factor.rules.js';
import { FactorStore } from './factor.store.js';
import { SECRET_BYTES, toOtpauthUri } from './totp.rules.js';

/** Gives a user of a demo a time-based code without a first code; the secret is told this once. The log says by whom. */
@Injectable()
export class SeedFactor {
  private readonly logger = new Logger(SeedFactor.name);

  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly factors: FactorStore,
    private readonly keys: FactorKeys,
  ) {}

  async run(input: { tenantId: string; userId: string; bearer: Principal }): Promise<FactorCreated> {
    const { tenantId, userId, bearer } = input;
    const id = newId();
    const secret = new Secret({ size: SECRET_BYTES }).base32;
    const made = await this.database.inTenant(tenantId, async (tx) => {
      const { email, roles } = await this.users.getLocked(tx, tenantId, userId);
      checkMaySetRoles(roles, bearer);
      checkNoneSetUp(await this.factors.list(tx, { tenantId, userId }));
      const key = { tenantId, userId, id };
      await this.factors.addWaiting(tx, key, await this.keys.seal(secret, { tenantId, factorId: id }));
      await this.factors.confirm(tx, key, { step: 0, usedBy: null });
      const [factor] = await this.factors.list(tx, { tenantId, userId });
      if (!factor) throw new AppError('internal_error', { detail: 'the factor is gone' });
      return { ...toFactor(factor), secret, otpauthUri: toOtpauthUri(secret, { email }) };
    });
    const by = `${bearer.kind}:${bearer.subject}`;
    this.logger.log({ tenantId, userId, factorId: id, by }, 'seeded a second factor');
    return made;
  }
}
