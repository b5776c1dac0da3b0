import type { CheckPassword as Contract } from '@portico/contracts';
import { readEmail } from '@portico/policy';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Argon2 } from './argon2.client.js';
import { chooseHolders } from './password.rules.js';
import { PasswordStore } from './password.store.js';

/** Finds whose password this is, and which second factors they have, among the active users with the address in the tenants given. */
@Injectable()
export class CheckPassword {
  constructor(
    private readonly database: Database,
    private readonly passwords: PasswordStore,
    private readonly argon2: Argon2,
  ) {}

  async run(input: z.infer<typeof Contract.request>): Promise<z.infer<typeof Contract.reply>> {
    const { email, tenantIds, password } = input;
    // An address that is none is looked up too: whether one exists must not be told by the time.
    const normal = readEmail(email)?.normal ?? '';
    // Across tenants, as a person may have the same address in several.
    const holders = await this.database.acrossTenants((tx) =>
      this.passwords.listHolders(tx, tenantIds, normal),
    );
    const tried = await Promise.all(
      chooseHolders(tenantIds, holders).map(async (holder) => {
        const right = await this.argon2.verify(holder?.hash ?? null, password);
        return right && holder ? [holder] : [];
      }),
    );
    const right = tried.flat();
    return {
      users: right.map(({ user }) => user),
      factors: right.map(({ user: { userId }, factors: kinds }) => ({ userId, kinds })),
    };
  }
}
