import { AppError, DecideReset, type Principal } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { checkMaySetRoles, toSnapshot } from '../users/user.rules.js';
import type { UserRow } from '../users/user.entity.js';
import { UserStore } from '../users/user.store.js';
import { HashPassword } from './hash-password.js';
import { PasswordStore } from './password.store.js';

/**
 * Gives a user a password in place of any former one, if the tenant's settings let that user have one now. Whoever may
 * seed sets passwords before and beside enforcement: imports, the demo.
 */
@Injectable()
export class SetPassword {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly passwords: PasswordStore,
    private readonly hash: HashPassword,
    private readonly ask: Ask,
  ) {}

  async run(input: { tenantId: string; userId: string; password: string; bearer: Principal }): Promise<void> {
    const { tenantId, userId, password, bearer } = input;
    const known = await this.database.inTenant(tenantId, (tx) => this.users.get(tx, tenantId, userId));
    if (!bearer.scopes.includes('sso:seed')) await this.checkAllowed(known);
    const hash = await this.hash.run({ password, email: known.email });
    await this.database.inTenant(tenantId, async (tx) => {
      const user = await this.users.get(tx, tenantId, userId);
      // Whoever sets a password can sign in with it: no way up to the platform's roles.
      checkMaySetRoles(user.roles, bearer);
      await this.passwords.save(tx, { tenantId, userId, hash });
    });
  }

  private async checkAllowed(user: UserRow): Promise<void> {
    const { allowed, code } = await this.ask.to(DecideReset, { user: toSnapshot(user) });
    if (!allowed) throw new AppError(code ?? 'sso_required', { detail: 'by the settings of now' });
  }
}
