import { AppError, type Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { checkMaySetRoles } from '../users/user.rules.js';
import { UserStore } from '../users/user.store.js';
import { FactorStore } from './factor.store.js';

/** Removes a lost factor of a user, who sets another up where one is demanded. The log says by whom. */
@Injectable()
export class RemoveFactor {
  private readonly logger = new Logger(RemoveFactor.name);

  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly factors: FactorStore,
  ) {}

  async run(input: { tenantId: string; userId: string; factorId: string; bearer: Principal }): Promise<void> {
    const { tenantId, userId, factorId, bearer } = input;
    await this.database.inTenant(tenantId, async (tx) => {
      const { roles } = await this.users.getLocked(tx, tenantId, userId);
      checkMaySetRoles(roles, bearer);
      if (!(await this.factors.remove(tx, { tenantId, userId, id: factorId })))
        throw new AppError('not_found');
    });
    const by = `${bearer.kind}:${bearer.subject}`;
    this.logger.log({ tenantId, userId, factorId, by }, 'removed a second factor');
  }
}
