import type { UserSnapshot } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { PasswordLinkStore } from './password-link.store.js';
import { hashOfToken } from './token.rules.js';

/** Says whose one-time link this is, and leaves it as it is: mail scanners open links too. */
@Injectable()
export class ReadPasswordLink {
  constructor(
    private readonly database: Database,
    private readonly links: PasswordLinkStore,
  ) {}

  async run(token: string): Promise<UserSnapshot | null> {
    // Across tenants: the token alone says whose it is.
    return await this.database.acrossTenants((tx) => this.links.findUser(tx, hashOfToken(token)));
  }
}
