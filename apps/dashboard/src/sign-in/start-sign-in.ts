import { sealCookie } from '@portico/secrets';
import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../env.js';
import { Broker, type SignInWish } from './broker.client.js';
import { PENDING_SECONDS, pendingCookieName } from './cookies.rules.js';

/** Sends a browser to the broker, with a sealed cookie that ties the answer to this browser. */
@Injectable()
export class StartSignIn {
  constructor(
    private readonly broker: Broker,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async run(wish: SignInWish): Promise<{ address: string; cookie: { name: string; value: string } }> {
    const { PORTICO_COOKIE_KEYS, PORTICO_DASHBOARD_URL } = this.environment;
    const { address, pending } = await this.broker.begin(wish);
    const name = pendingCookieName(PORTICO_DASHBOARD_URL, pending.state);
    return {
      address,
      cookie: { name, value: await sealCookie(PORTICO_COOKIE_KEYS, name, pending, PENDING_SECONDS) },
    };
  }
}
