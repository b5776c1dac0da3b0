import { Database, toAppError } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { LoginEntity } from './login.entity.js';
import type { LoginInFlight } from './login-cookies.js';
import { LoginRefused } from './login-refused.js';
import { LoginStore } from './login.store.js';

/** Uses a login up, once, in a transaction of its own: whatever becomes of it, no answer is tried twice. */
@Injectable()
export class ClaimLogin {
  constructor(
    private readonly database: Database,
    private readonly logins: LoginStore,
  ) {}

  async run({ tenantId, loginId: id, reference, interactionUid }: LoginInFlight): Promise<LoginEntity> {
    try {
      return await this.database.atOnceInTenant(
        tenantId,
        async (tx) => await this.logins.claim(tx, { tenantId, id }),
      );
    } catch (thrown) {
      throw new LoginRefused(toAppError(thrown), reference, interactionUid);
    }
  }
}
