import type { User } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ShowUsers } from './show-users.js';
import { type UserFilter, UserListStore } from './user-list.store.js';
import { readNormalEmail } from './user.rules.js';

/** Which page of a tenant's users is wanted. */
export type PageOfUsers = Omit<UserFilter, 'emailNormal'> & { email?: string };

/** Lists a tenant's users a page at a time, or those who fit. */
@Injectable()
export class ListUsers {
  constructor(
    private readonly database: Database,
    private readonly users: UserListStore,
    private readonly show: ShowUsers,
  ) {}

  async run({ email, ...page }: PageOfUsers): Promise<{ users: User[]; nextCursor: string | null }> {
    const { tenantId, limit } = page;
    const emailNormal = email === undefined ? undefined : readNormalEmail(email);
    return await this.database.inTenant(tenantId, async (tx) => {
      const found = await this.users.list(tx, { ...page, emailNormal, limit: limit + 1 });
      const rows = found.slice(0, limit);
      return {
        users: await this.show.run(tx, tenantId, rows),
        nextCursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null,
      };
    });
  }
}
