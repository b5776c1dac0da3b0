import { type ResolveIdentity, UserCreated, type UserSnapshot } from '@portico/contracts';
import { fact, Outbox } from '@portico/messaging';
import { newId, type Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { readNormalEmail, readProfile, toSnapshot } from '../users/user.rules.js';
import { UserStore } from '../users/user.store.js';
import { DecideMatch } from './decide-match.js';
import { type Choice, nameOfNewUser } from './match.rules.js';
import { MatchStore } from './match.store.js';

/**
 * Makes the member whom an identity provider vouches for, in the transaction that links them; one, however many
 * identities with the address come at once.
 * @emits user.created
 */
@Injectable()
export class CreateOnFirstSignIn {
  constructor(
    private readonly matches: MatchStore,
    private readonly decide: DecideMatch,
    private readonly users: UserStore,
    private readonly outbox: Outbox,
  ) {}

  async run(tx: Queries, question: z.infer<typeof ResolveIdentity.request>): Promise<Choice> {
    const { tenantId, identity } = question;
    const { email = '', name } = identity;
    await this.matches.lockAddress(tx, tenantId, readNormalEmail(email));
    // Whoever had the lock before has made the user; nobody can now.
    const again = await this.decide.run(tx, question);
    if ('answer' in again) return again.answer;
    if (again.decision.outcome !== 'to_create') return again.decision;
    return { outcome: 'created', user: await this.create(tx, tenantId, { email, name }) };
  }

  private async create(
    tx: Queries,
    tenantId: string,
    claimed: { email: string; name?: string },
  ): Promise<UserSnapshot> {
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
