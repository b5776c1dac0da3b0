import { AppError, ReadPasswordLink, type UserSnapshot } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import { DecidePasswordReset } from './decide-password-reset.js';

/** Whose password a one-time link sets. */
export interface LinkUser {
  user: UserSnapshot;
  tenantName: string;
}

/**
 * Whose one-time link it is, without using it up. Refuses `password_link_invalid`, and with the decision's code where
 * the settings of now allow that user no password, whatever they were when the link was mailed.
 */
@Injectable()
export class FindLinkUser {
  constructor(
    private readonly ask: Ask,
    private readonly decidePasswordReset: DecidePasswordReset,
  ) {}

  async run(token: string): Promise<LinkUser> {
    const readable = ReadPasswordLink.request.safeParse({ token });
    if (!readable.success) throw new AppError('password_link_invalid');
    const { user } = await this.ask.to(ReadPasswordLink, readable.data);
    if (!user) throw new AppError('password_link_invalid');
    const { allowed, code, tenantName } = await this.decidePasswordReset.run(user);
    if (!allowed) throw new AppError(code ?? 'internal_error', { detail: 'no password may be set' });
    return { user, tenantName };
  }
}
