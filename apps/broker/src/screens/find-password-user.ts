import { CheckPassword, type Code, type UserSnapshot } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { FindMemberships } from './find-memberships.js';
import { choosePasswordTenants } from './password-tenants.rules.js';

/** A password as typed on screen 1. */
export interface Credentials {
  email: string;
  password: string;
}

/** Whose password it is, one user a tenant; or why nobody's, and whose address it is all the same. */
export type PasswordUsers =
  { outcome: 'found'; users: UserSnapshot[] } | { outcome: 'refused'; code: Code; holders: UserSnapshot[] };

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
    const { users } = await this.ask.to(CheckPassword, { email, tenantIds, password });
    if (users.length > 0) return { outcome: 'found', users };
    return { outcome: 'refused', code, holders: memberships.map(({ user }) => user) };
  }
}
