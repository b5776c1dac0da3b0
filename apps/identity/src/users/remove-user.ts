import { type Principal, UserDeactivated } from '@portico/contracts';
import { fact, Outbox } from '@portico/messaging';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ResolutionStore } from '../match/resolution.store.js';
import { KeepAdmin } from './keep-admin.js';
import { checkMaySetRoles, checkNotOneself } from './user.rules.js';
import { UserStore } from './user.store.js';

/**
 * Removes a user for good, with everything that belongs to them. Refuses `last_admin`.
 * @emits user.deactivated, as for everybody else the user may no longer sign in
 */
@Injectable()
export class RemoveUser {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly resolutions: ResolutionStore,
    private readonly keepAdmin: KeepAdmin,
    private readonly outbox: Outbox,
  ) {}

  async run(input: { tenantId: string; userId: string; bearer: Principal }): Promise<void> {
    const { tenantId, userId, bearer } = input;
    checkNotOneself(userId, { status: 'deactivated' }, bearer);
    await this.database.inTenant(tenantId, async (tx) => {
      const user = await this.users.getLocked(tx, tenantId, userId);
      checkMaySetRoles(user.roles, bearer);
      await this.keepAdmin.run(tx, user, null);
      await this.users.remove(tx, user);
      await this.resolutions.removeOfUser(tx, tenantId, userId);
      const data = { userId, externalId: user.externalId };
      await this.outbox.add(tx, fact(UserDeactivated, { tenantId, subject: userId, data }));
    });
  }
}
