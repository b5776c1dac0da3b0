import { Injectable } from '@nestjs/common';
import { Broker } from './broker.client.js';
import { DiscardSession } from './discard-session.js';

/** Ends the session here, and says where the browser ends the one at the broker; null where there was none. */
@Injectable()
export class SignOut {
  constructor(
    private readonly discard: DiscardSession,
    private readonly broker: Broker,
  ) {}

  async run(cookie: string | undefined): Promise<string | null> {
    const session = await this.discard.run(cookie);
    return session && (await this.broker.signOutAddress(session.idToken));
  }
}
