import { type Principal, type UpdateUser as Wanted, UserDeactivated, UserUpdated } from '@portico/contracts';
import { fact, Outbox } from '@portico/messaging';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { KeepAdmin } from './keep-admin.js';
import { checkMaySetRoles, checkNotOneself, planUpdate, type Profile } from './user.rules.js';
import { type UserKey, UserStore } from './user.store.js';

type ChangedUser = Profile & UserKey;

/**
 * Changes a user; links stay, as an e-mail address is never a key after the first sign-in. Refuses `last_admin`.
 * @emits user.updated if the profile changes or the user becomes active again
 * @emits user.deactivated if the user may no longer sign in
 */
@Injectable()
export class UpdateUser {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly keepAdmin: KeepAdmin,
    private readonly outbox: Outbox,
  ) {}

  async run(input: { tenantId: string; userId: string; wanted: Wanted; bearer: Principal }): Promise<void> {
    const { tenantId, userId, wanted, bearer } = input;
    checkNotOneself(userId, wanted, bearer);
    checkMaySetRoles(wanted.roles ?? [], bearer);
    await this.database.inTenant(tenantId, async (tx) => {
      const user = await this.users.getLocked(tx, tenantId, userId);
      checkMaySetRoles(user.roles, bearer);
      const { profile, updated, deactivated } = planUpdate(user, wanted);
      if (!updated && !deactivated) return;
      await this.keepAdmin.run(tx, user, profile);
      await this.users.update(tx, user, profile);
      const after = { tenantId, id: user.id, ...profile };
      if (updated) await this.tellUpdated(tx, after);
      if (deactivated) await this.tellDeactivated(tx, after);
    });
  }

  private async tellUpdated(tx: EntityManager, user: ChangedUser): Promise<void> {
    const { tenantId, id, externalId, email, name, roles } = user;
    const data = { userId: id, externalId, email, name, roles };
    await this.outbox.add(tx, fact(UserUpdated, { tenantId, subject: id, data }));
  }

  private async tellDeactivated(tx: EntityManager, { tenantId, id, externalId }: ChangedUser): Promise<void> {
    const data = { userId: id, externalId };
    await this.outbox.add(tx, fact(UserDeactivated, { tenantId, subject: id, data }));
  }
}
