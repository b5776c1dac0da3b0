import type { Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { checkMaySetRoles } from '../users/user.rules.js';
import { UserStore } from '../users/user.store.js';
import { HashPassword } from './hash-password.js';
import { PasswordStore } from './password.store.js';

/** Gives a user a password in place of any former one. */
@Injectable()
export class SetPassword {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly passwords: PasswordStore,
    private readonly hash: HashPassword,
  ) {}

  async run(input: { tenantId: string; userId: string; password: string; bearer: Principal }): Promise<void> {
    const { tenantId, userId, password, bearer } = input;
    const { email } = await this.database.inTenant(tenantId, (tx) => this.users.get(tx, tenantId, userId));
    const hash = await this.hash.run({ password, email });
    await this.database.inTenant(tenantId, async (tx) => {
      const user = await this.users.get(tx, tenantId, userId);
      // Whoever sets a password can sign in with it: no way up to the platform's roles.
      checkMaySetRoles(user.roles, bearer);
      await this.passwords.save(tx, { tenantId, userId, hash });
    });
  }
}
