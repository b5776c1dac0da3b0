import { UserCreated, type UserSnapshot } from '@portico/contracts';
import { fact, Outbox } from '@portico/messaging';
import { newId, type Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { readProfile, toSnapshot } from '../users/user.rules.js';
import { UserStore } from '../users/user.store.js';
import { nameOfNewUser } from './match.rules.js';

/**
 * Makes the member whom an identity provider vouches for, in the transaction that links them.
 * @emits user.created
 */
@Injectable()
export class CreateOnFirstSignIn {
  constructor(
    private readonly users: UserStore,
    private readonly outbox: Outbox,
  ) {}

  async run(tx: Queries, tenantId: string, claimed: { email: string; name?: string }): Promise<UserSnapshot> {
    const { email } = claimed;
    const profile = readProfile({
      email,
      name: nameOfNewUser(email, claimed.name),
      externalId: null,
      roles: ['member'],
      status: 'active',
    });
    const user = await this.users.add(tx, { tenantId, id: newId(), ...profile });
    const { id, name, externalId, roles } = user;
    const data = { userId: id, email, name, externalId, roles };
    await this.outbox.add(tx, fact(UserCreated, { tenantId, subject: id, data }));
    return toSnapshot(user);
  }
}
