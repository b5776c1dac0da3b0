import { Injectable } from '@nestjs/common';
import { Argon2 } from './argon2.client.js';
import { CommonPasswords } from './common-passwords.client.js';
import { checkFitPassword } from './password.rules.js';

/** Checks that a new password fits its user and hashes it; outside of transactions, as it takes a while. */
@Injectable()
export class HashPassword {
  constructor(
    private readonly common: CommonPasswords,
    private readonly argon2: Argon2,
  ) {}

  async run({ password, email }: { password: string; email: string }): Promise<string> {
    checkFitPassword(password, { email, common: await this.common.all() });
    return await this.argon2.hash(password);
  }
}
