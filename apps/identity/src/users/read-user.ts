import type { User } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ShowUsers } from './show-users.js';
import { UserStore } from './user.store.js';

/** Reads one user. */
@Injectable()
export class ReadUser {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly show: ShowUsers,
  ) {}

  async run({ tenantId, userId }: { tenantId: string; userId: string }): Promise<User> {
    return await this.database.inTenant(tenantId, async (tx) => {
      const user = await this.users.get(tx, tenantId, userId);
      const [shown] = await this.show.run(tx, tenantId, [user]);
      return shown as User;
    });
  }
}
