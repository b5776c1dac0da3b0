import { randomBytes } from 'node:crypto';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { Letters } from '../mail/letters.view.js';
import type { AskedBy, Letter } from '../mail/mail.rules.js';
import { UserStore } from '../users/user.store.js';
import { PasswordLinkStore } from './password-link.store.js';
import { PasswordStore } from './password.store.js';
import { hashOfToken } from './token.rules.js';

/** Makes a user's one-time link and the letter with it; nothing for a deactivated user or after too many. */
@Injectable()
export class WritePasswordLetter {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly passwords: PasswordStore,
    private readonly links: PasswordLinkStore,
    private readonly letters: Letters,
  ) {}

  async run(input: {
    tenantId: string;
    userId: string;
    askedBy: AskedBy;
    again: boolean;
  }): Promise<Letter | null> {
    const { tenantId, userId, askedBy, again } = input;
    const token = randomBytes(32).toString('base64url');
    return await this.database.inTenant(tenantId, async (tx) => {
      const user = await this.users.find(tx, tenantId, userId);
      if (user?.status !== 'active') return null;
      const made = await this.links.replace(tx, { tenantId, userId, tokenHash: hashOfToken(token), again });
      if (!made) return null;
      const first = (await this.passwords.listUserIds(tx, tenantId, [userId])).size === 0;
      return this.letters.passwordLink({ email: user.email, token, askedBy, first });
    });
  }
}
