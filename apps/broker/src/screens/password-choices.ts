import { AppError, Email, Id, type UserSnapshot } from '@portico/contracts';
import { openCookie, sealCookie } from '@portico/secrets';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Keys } from '../keys/keys.js';
import { PasswordChangeStore } from '../sessions/password-change.store.js';
import { FindSettings } from '../settings/find-settings.js';

const PURPOSE = 'password-choice';
const SECONDS = 5 * 60;

/** Whose password was right, where and when. */
const Proven = z.object({
  uid: z.string(),
  email: Email,
  provenAt: z.iso.datetime(),
  setsUp: z.boolean().default(false),
  users: z.array(z.object({ tenantId: Id, userId: Id })),
});
type Proven = z.infer<typeof Proven>;

/** A user whose password was right, by which address, and whether they want to set a second factor up. */
export type ProvenUser = Proven['users'][number] & Pick<Proven, 'email' | 'setsUp'>;

/** What the chooser shows, and what its form carries along. */
export interface OrganisationChoice {
  email: string;
  proven: string;
  organisations: { value: string; name: string }[];
}

/**
 * What a password has proved travels sealed through the chooser's form: for five minutes, for this sign-in alone, and
 * never the password itself.
 */
@Injectable()
export class PasswordChoices {
  constructor(
    private readonly keys: Keys,
    private readonly findSettings: FindSettings,
    private readonly database: Database,
    private readonly changes: PasswordChangeStore,
  ) {}

  async offer(
    typed: Pick<Proven, 'uid' | 'email' | 'setsUp'>,
    found: readonly UserSnapshot[],
  ): Promise<OrganisationChoice> {
    const users = found.map(({ tenantId, userId }) => ({ tenantId, userId }));
    const content: Proven = { ...typed, provenAt: new Date().toISOString(), users };
    const proven = await sealCookie(this.keys.cookies, PURPOSE, content, SECONDS);
    const organisations = await Promise.all(
      users.map(async ({ tenantId }) => {
        const { settings } = await this.findSettings.run(tenantId);
        return { value: tenantId, name: settings.name };
      }),
    );
    return {
      email: typed.email,
      proven,
      organisations: organisations.sort((a, b) => a.name.localeCompare(b.name)),
    };
  }

  /**
   * The user of the chosen tenant. Refuses `choice_expired` for a tenant that the password was not right in, after
   * five minutes, in another sign-in, and once the password has been changed.
   */
  async read(uid: string, sealed: string, tenantId: string): Promise<ProvenUser> {
    const proven = Proven.safeParse(await openCookie(this.keys.cookies, PURPOSE, sealed)).data;
    const chosen = proven?.users.find((user) => user.tenantId === tenantId);
    if (!chosen || proven?.uid !== uid || (await this.isChangedSince(chosen, proven.provenAt)))
      throw new AppError('choice_expired');
    return { ...chosen, email: proven.email, setsUp: proven.setsUp };
  }

  private async isChangedSince(user: Proven['users'][number], provenAt: string): Promise<boolean> {
    return await this.database.inTenant(
      user.tenantId,
      async (tx) => await this.changes.isSince(tx, user, provenAt),
    );
  }
}
