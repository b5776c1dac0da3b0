import type { UserSummary } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { UserListStore } from './user-list.store.js';

/** Counts a tenant's users. */
@Injectable()
export class CountUsers {
  constructor(
    private readonly database: Database,
    private readonly users: UserListStore,
  ) {}

  async run({ tenantId }: { tenantId: string }): Promise<UserSummary> {
    return await this.database.inTenant(tenantId, (tx) => this.users.count(tx, tenantId));
  }
}
