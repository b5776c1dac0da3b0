import type { User } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { PasswordStore } from '../passwords/password.store.js';
import { toUser } from './user.rules.js';
import { UserStore } from './user.store.js';

/** Reads one user. */
@Injectable()
export class ReadUser {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly passwords: PasswordStore,
  ) {}

  async run({ tenantId, userId }: { tenantId: string; userId: string }): Promise<User> {
    return await this.database.inTenant(tenantId, async (tx) => {
      const user = await this.users.get(tx, tenantId, userId);
      const withPassword = await this.passwords.listUserIds(tx, tenantId, [userId]);
      return toUser(user, withPassword.has(user.id));
    });
  }
}
