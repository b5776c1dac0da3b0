import type { Code } from '@portico/contracts';
import { Outbox } from '@portico/messaging';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { loginFailed } from './login-facts.rules.js';
import type { LoginEntity } from './login.entity.js';
import { LoginStore } from './login.store.js';

/**
 * Ends a login with a refusal, in the caller's transaction.
 * @emits login.failed
 */
@Injectable()
export class FailLogin {
  constructor(
    private readonly logins: LoginStore,
    private readonly outbox: Outbox,
  ) {}

  async run(tx: Queries, login: LoginEntity, code: Code, userId?: string): Promise<void> {
    await Promise.all([
      this.logins.fail(tx, login, code, userId ?? null),
      this.outbox.add(tx, loginFailed(login, code, userId)),
    ]);
  }
}
