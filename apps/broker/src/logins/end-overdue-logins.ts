import { Outbox } from '@portico/messaging';
import { Database, RepeatsEvery } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { countLogin } from './login-figures.js';
import { loginFailed } from './login-facts.rules.js';
import { OverdueLoginStore } from './overdue-login.store.js';

const MOST_AT_ONCE = 500;

/**
 * Ends logins whose browser did not come back: given up, or turned away by an identity provider that does not know
 * the redirect URI. Runs every minute in every replica; what one has locked, the others pass by.
 * @emits login.failed
 */
@Injectable()
@RepeatsEvery(60)
export class EndOverdueLogins {
  constructor(
    private readonly database: Database,
    private readonly overdueLogins: OverdueLoginStore,
    private readonly outbox: Outbox,
  ) {}

  /** Gives the number of logins that it has ended. */
  async run(): Promise<number> {
    const tenantIds = await this.database.acrossTenants(
      async (tx) => await this.overdueLogins.listTenants(tx, MOST_AT_ONCE),
    );
    let ended = 0;
    for (const tenantId of tenantIds) ended += await this.endIn(tenantId);
    return ended;
  }

  private async endIn(tenantId: string): Promise<number> {
    const ended = await this.database.inTenant(tenantId, async (tx) => {
      const logins = await this.overdueLogins.end(tx, tenantId, MOST_AT_ONCE);
      await this.outbox.addAll(
        tx,
        logins.map((login) => loginFailed(login, 'did_not_return', undefined)),
      );
      return logins;
    });
    for (const login of ended) countLogin(login, 'did_not_return');
    return ended.length;
  }
}
