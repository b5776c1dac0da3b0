import type { UserSnapshot } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { toSnapshot } from '../users/user.rules.js';
import { UserStore } from '../users/user.store.js';

/** Finds a user of a tenant as of now. */
@Injectable()
export class FindUser {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
  ) {}

  async run({ tenantId, userId }: { tenantId: string; userId: string }): Promise<UserSnapshot | null> {
    const user = await this.database.inTenant(tenantId, (tx) => this.users.find(tx, tenantId, userId));
    return user && toSnapshot(user);
  }
}
