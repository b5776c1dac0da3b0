import { AppError, type UserSnapshot } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { toSnapshot } from '../users/user.rules.js';
import { UserStore } from '../users/user.store.js';
import { HashPassword } from './hash-password.js';
import { PasswordLinkStore } from './password-link.store.js';
import { PasswordStore } from './password.store.js';
import { hashOfToken } from './token.rules.js';

/** Sets the password of a one-time link's user and uses the link up, both or neither. */
@Injectable()
export class UsePasswordLink {
  constructor(
    private readonly database: Database,
    private readonly links: PasswordLinkStore,
    private readonly users: UserStore,
    private readonly passwords: PasswordStore,
    private readonly hash: HashPassword,
  ) {}

  async run({ token, password }: { token: string; password: string }): Promise<UserSnapshot> {
    const tokenHash = hashOfToken(token);
    // Across tenants: the token alone says whose it is.
    const holder = await this.database.acrossTenants((tx) => this.links.findUser(tx, tokenHash));
    if (!holder) throw new AppError('password_link_invalid');
    if (holder.status !== 'active') throw new AppError('user_deactivated');
    // A password that does not fit is refused here and leaves the link for another try.
    const hash = await this.hash.run({ password, email: holder.email });
    const { tenantId, userId } = holder;
    return await this.database.inTenant(tenantId, async (tx) => {
      const user = await this.users.getLocked(tx, tenantId, userId);
      if (user.status !== 'active') throw new AppError('user_deactivated');
      if (!(await this.links.use(tx, { tenantId, userId, tokenHash })))
        throw new AppError('password_link_invalid', { detail: 'used, replaced or expired meanwhile' });
      await this.passwords.save(tx, { tenantId, userId, hash });
      return toSnapshot(user);
    });
  }
}
