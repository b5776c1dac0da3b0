import type { Rehearsal } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RecoveryCodeStore } from '../recovery/recovery-code.store.js';
import { UserStore } from '../users/user.store.js';

/** Counts a tenant's active administrators, and those who could get in by a recovery code. */
@Injectable()
export class CountAdmins {
  constructor(
    private readonly users: UserStore,
    private readonly codes: RecoveryCodeStore,
  ) {}

  async run(tx: EntityManager, tenantId: string): Promise<Rehearsal['admins']> {
    return {
      active: await this.users.countAdmins(tx, tenantId),
      withRecoveryCodes: (await this.codes.listAdmins(tx, tenantId)).length,
    };
  }
}
