import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isActiveAdmin, type Profile } from './user.rules.js';
import { type UserKey, UserStore } from './user.store.js';

/**
 * Lets no change take the last active administrator from a tenant, whoever asks for it: somebody has to be left who can
 * mend its single sign-on.
 */
@Injectable()
export class KeepAdmin {
  constructor(private readonly users: UserStore) {}

  /** In the transaction that has locked the user; `after` is null where they are removed. Refuses `last_admin`. */
  async run(tx: EntityManager, before: UserKey & Profile, after: Profile | null): Promise<void> {
    if (!isActiveAdmin(before) || (after && isActiveAdmin(after))) return;
    // Two administrators who take each other away at the same moment: the second waits here, and finds the first gone.
    await this.users.lockAdmins(tx, before.tenantId);
    if ((await this.users.countAdmins(tx, before.tenantId)) <= 1) throw new AppError('last_admin');
  }
}
