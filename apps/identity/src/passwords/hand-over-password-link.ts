import { randomBytes } from 'node:crypto';
import { AppError, DecideReset, type PasswordLink, type Principal } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Database } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { Letters } from '../mail/letters.view.js';
import { checkMaySetRoles, toSnapshot } from '../users/user.rules.js';
import { UserStore } from '../users/user.store.js';
import { PasswordLinkStore } from './password-link.store.js';
import { hashOfToken, LINK_LIVES_MS } from './token.rules.js';

/**
 * Makes a user's one-time link and gives it to the bearer instead of mailing it: for the first operator of a platform
 * that may have no mail yet. Whoever may is trusted with setting that password anyway. The log says by whom.
 */
@Injectable()
export class HandOverPasswordLink {
  private readonly logger = new Logger(HandOverPasswordLink.name);

  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly links: PasswordLinkStore,
    private readonly letters: Letters,
    private readonly ask: Ask,
  ) {}

  async run(input: { tenantId: string; userId: string; bearer: Principal }): Promise<PasswordLink> {
    const { tenantId, userId, bearer } = input;
    await this.check(input);
    const token = randomBytes(32).toString('base64url');
    const link = { tenantId, userId, tokenHash: hashOfToken(token), again: false };
    const made = await this.database.inTenant(tenantId, (tx) => this.links.replace(tx, link));
    if (!made) throw new AppError('too_many_attempts', { detail: 'five links within the hour' });
    const by = `${bearer.kind}:${bearer.subject}`;
    this.logger.log({ tenantId, userId, by }, 'handed a one-time password link over');
    const expiresAt = new Date(Date.now() + LINK_LIVES_MS).toISOString();
    return { url: this.letters.passwordUrl(token), expiresAt };
  }

  private async check({
    tenantId,
    userId,
    bearer,
  }: Parameters<HandOverPasswordLink['run']>[0]): Promise<void> {
    const user = await this.database.inTenant(tenantId, (tx) => this.users.get(tx, tenantId, userId));
    checkMaySetRoles(user.roles, bearer);
    if (user.status !== 'active') throw new AppError('user_deactivated');
    const { allowed, code } = await this.ask.to(DecideReset, { user: toSnapshot(user) });
    if (!allowed) throw new AppError(code ?? 'sso_required', { detail: 'by the settings of now' });
  }
}
