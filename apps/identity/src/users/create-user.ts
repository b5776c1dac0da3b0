import { type CreateUser as NewUser, type Principal, UserCreated } from '@portico/contracts';
import { fact, Outbox } from '@portico/messaging';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { UserRow } from './user.entity.js';
import { checkMaySetRoles, readProfile } from './user.rules.js';
import { UserStore } from './user.store.js';

/**
 * Adds a user to a tenant, active and without a password.
 * @emits user.created
 */
@Injectable()
export class CreateUser {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly outbox: Outbox,
  ) {}

  async run(input: { tenantId: string; wanted: NewUser; bearer: Principal }): Promise<UserRow> {
    const { tenantId, wanted, bearer } = input;
    checkMaySetRoles(wanted.roles, bearer);
    const profile = readProfile({ ...wanted, status: 'active' });
    const id = newId();
    return await this.database.inTenant(tenantId, async (tx) => {
      const user = await this.users.add(tx, { tenantId, id, ...profile });
      const { email, name, externalId, roles } = user;
      const data = { userId: id, email, name, externalId, roles };
      await this.outbox.add(tx, fact(UserCreated, { tenantId, subject: id, data }));
      return user;
    });
  }
}
