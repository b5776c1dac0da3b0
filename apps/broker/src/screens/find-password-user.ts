import { CheckPassword, type Code, type FactorKind, type UserSnapshot } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { FindMemberships } from './find-memberships.js';
import { choosePasswordTenants } from './password-tenants.rules.js';

/** A password as typed on screen 1. */
export interface Credentials {
  email: string;
  password: string;
  /** They want to set a second factor up. */
  setsUp: boolean;
}

/** A user whose password it is, and the kinds of second factor that they have set up. */
export interface PasswordUser {
  user: UserSnapshot;
  kinds: FactorKind[];
}

/** Whose password it is, one user a tenant; or why nobody's, and whose address it is all the same. */
export type PasswordUsers =
  { outcome: 'found'; users: PasswordUser[] } | { outcome: 'refused'; code: Code; holders: UserSnapshot[] };

/**
 * Tries a password in the tenants whose settings allow it for that user, in as much time for an unknown address
 * as for a known one; where single sign-on is required the password is not looked at.
 */
@Injectable()
export class FindPasswordUser {
  constructor(
    private readonly ask: Ask,
    private readonly findMemberships: FindMemberships,
  ) {}

  async run({ application }: Interaction, { email, password }: Credentials): Promise<PasswordUsers> {
    const memberships = await this.findMemberships.run(email);
    const { tenantIds, code } = choosePasswordTenants(memberships, application);
    const { users, factors } = await this.ask.to(CheckPassword, { email, tenantIds, password });
    const found = users.map((user) => ({
      user,
      kinds: factors.find(({ userId }) => userId === user.userId)?.kinds ?? [],
    }));
    if (found.length > 0) return { outcome: 'found', users: found };
    return { outcome: 'refused', code, holders: memberships.map(({ user }) => user) };
  }
}
