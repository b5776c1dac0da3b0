import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { LoginEntity } from './login.entity.js';
import { LoginStore, type StartedLogin } from './login.store.js';

/** Stores that a login has started, under a reference of its own. */
@Injectable()
export class OpenLogin {
  constructor(
    private readonly database: Database,
    private readonly logins: LoginStore,
  ) {}

  async run(login: StartedLogin): Promise<LoginEntity> {
    return await this.database.inTenant(login.tenantId, async (tx) => await this.logins.start(tx, login));
  }
}
