import { Database, toAppError } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { LoginEntity } from './login.entity.js';
import type { LoginInFlight } from './login-cookies.js';
import { type KnownSettings, SettingsStore } from '../settings/settings.store.js';
import { LoginRefused } from './login-refused.js';
import { LoginStore } from './login.store.js';

/** A login that nobody else has got, with the settings of its tenant; null where the broker does not have them. */
export interface Claim {
  login: LoginEntity;
  known: KnownSettings | null;
}

/**
 * Uses a login up, once, in a transaction of its own: whatever becomes of it, no answer is tried twice. The settings
 * come along, because the next thing is to decide by them.
 */
@Injectable()
export class ClaimLogin {
  constructor(
    private readonly database: Database,
    private readonly logins: LoginStore,
    private readonly settings: SettingsStore,
  ) {}

  async run({ tenantId, loginId: id, reference, interactionUid }: LoginInFlight): Promise<Claim> {
    try {
      const [login, known] = await this.database.atOnceInTenant(
        tenantId,
        async (tx) =>
          await Promise.all([this.logins.claim(tx, { tenantId, id }), this.settings.find(tx, tenantId)]),
      );
      return { login, known };
    } catch (thrown) {
      throw new LoginRefused(toAppError(thrown), reference, interactionUid);
    }
  }
}
