import type { Code, UserSnapshot } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { FailLogin } from '../logins/fail-login.js';
import { countLogin } from '../logins/login-figures.js';
import { LoginStore } from '../logins/login.store.js';
import { type OwnMethod, passwordLogin } from './password-login.rules.js';

/**
 * A known person's refusal is a fact of their tenant; where several tenants know the address, of each.
 * @emits login.failed
 */
@Injectable()
export class NotePasswordFailure {
  constructor(
    private readonly database: Database,
    private readonly logins: LoginStore,
    private readonly failLogin: FailLogin,
  ) {}

  async run(
    { application }: Interaction,
    holders: readonly UserSnapshot[],
    code: Code,
    method?: OwnMethod,
  ): Promise<void> {
    for (const { tenantId, userId } of holders) {
      const login = await this.database.swiftlyInTenant(tenantId, async (tx) => {
        const started = await this.logins.start(tx, passwordLogin(tenantId, application.id, method));
        await this.failLogin.run(tx, started, code, userId);
        return started;
      });
      countLogin(login, code);
    }
  }
}
