import type { User } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { PasswordStore } from '../passwords/password.store.js';
import { readNormalEmail, toUser } from './user.rules.js';
import { UserStore } from './user.store.js';

/** Which page of a tenant's users is wanted. */
export interface PageOfUsers {
  tenantId: string;
  email?: string;
  search?: string;
  after?: string;
  limit: number;
}

/** Lists a tenant's users a page at a time, or those with one e-mail address. */
@Injectable()
export class ListUsers {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly passwords: PasswordStore,
  ) {}

  async run({ email, ...page }: PageOfUsers): Promise<{ users: User[]; nextCursor: string | null }> {
    const { tenantId, limit } = page;
    const emailNormal = email === undefined ? undefined : readNormalEmail(email);
    return await this.database.inTenant(tenantId, async (tx) => {
      const found = await this.users.list(tx, { ...page, emailNormal, limit: limit + 1 });
      const rows = found.slice(0, limit);
      const ids = rows.map(({ id }) => id);
      const withPassword = await this.passwords.listUserIds(tx, tenantId, ids);
      return {
        users: rows.map((row) => toUser(row, withPassword.has(row.id))),
        nextCursor: found.length > limit ? (ids.at(-1) ?? null) : null,
      };
    });
  }
}
