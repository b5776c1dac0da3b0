import { AppError } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { LoginEntity } from './login.entity.js';
import { DIGITS, LoginStore, type StartedLogin } from './login.store.js';

/** Stores that a login has started, under a reference of its own; another try only where the reference is taken. */
@Injectable()
export class OpenLogin {
  constructor(
    private readonly database: Database,
    private readonly logins: LoginStore,
  ) {}

  async run(login: StartedLogin): Promise<LoginEntity> {
    for (const digits of DIGITS) {
      const added = await this.database.atOnceInTenant(
        login.tenantId,
        async (tx) => await this.logins.add(tx, login, digits),
      );
      if (added) return added;
    }
    throw new AppError('internal_error', { detail: 'no reference is free' });
  }
}
