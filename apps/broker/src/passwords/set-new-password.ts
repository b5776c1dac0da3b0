import { AppError, UsePasswordLink } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { EndPasswordSessions } from '../sessions/end-password-sessions.js';
import { FindLinkUser } from './find-link-user.js';

/**
 * Sets the password of a one-time link's user, and ends what the old one has begun. Refuses as `FindLinkUser` does,
 * and `password_unfit`.
 * @emits session.ended
 */
@Injectable()
export class SetNewPassword {
  constructor(
    private readonly ask: Ask,
    private readonly database: Database,
    private readonly findLinkUser: FindLinkUser,
    private readonly endPasswordSessions: EndPasswordSessions,
  ) {}

  async run({ token, password }: { token: string; password: string }): Promise<void> {
    const readable = UsePasswordLink.request.safeParse({ token, password });
    const { user } = await this.findLinkUser.run(token);
    if (!readable.success) throw new AppError('password_unfit');
    // The transaction is open before identity is asked: with the database away, the link is not used up in vain.
    await this.database.inTenant(user.tenantId, async (tx) => {
      const changed = await this.ask.to(UsePasswordLink, readable.data);
      await this.endPasswordSessions.run(tx, changed.user);
    });
  }
}
