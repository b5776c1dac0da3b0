import { StartMailboxProof } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import type { ClaimedLogin } from '../logins/complete-claimed-login.js';
import type { Cookie, LoginInFlight } from '../logins/login-cookies.js';
import { MailboxCookies, mailboxPath } from '../logins/mailbox-cookies.js';
import { FindSettings } from '../settings/find-settings.js';
import { LimitAttempts } from '../throttle/limit-attempts.js';
import { toProof } from './proof.rules.js';
import type { Unmatched } from './unmatched.js';

/** Where the browser goes on, with what it carries there. */
export interface Onward {
  url: string;
  cookie?: Cookie;
}

/**
 * Has a code mailed to whom an unverified address names, where the tenant allows that, and gives the page that asks
 * for it; nothing where the tenant does not. Whether there is anybody with the address makes no difference here.
 */
@Injectable()
export class OfferMailboxProof {
  constructor(
    private readonly ask: Ask,
    private readonly findSettings: FindSettings,
    private readonly limitAttempts: LimitAttempts,
    private readonly cookies: MailboxCookies,
  ) {}

  async run(
    { login, interactionUid }: ClaimedLogin,
    { connectionId, issuer, clientId }: LoginInFlight,
    { code, identity, verified }: Unmatched,
  ): Promise<Onward | undefined> {
    const { id: loginId, tenantId } = login;
    const { matching } = (await this.findSettings.run(tenantId)).settings;
    const mayProve = matching.mailboxProof && matching.policy !== 'pre_linked_only';
    if (code !== 'email_unverified' || !mayProve) return undefined;
    await this.limitAttempts.run(undefined, 'mailbox_mail', `${tenantId} ${identity.email ?? ''}`);
    await this.ask.to(StartMailboxProof, { loginId, tenantId, connectionId, identity });
    const { amr, acr, authTime, upstream } = toProof(verified);
    const proof = { amr, acr, authTime: authTime?.toISOString() ?? null, upstream };
    const carried = { loginId, tenantId, connectionId, issuer, clientId, interactionUid, ...proof };
    return { url: mailboxPath(carried), cookie: await this.cookies.seal(carried) };
  }
}
