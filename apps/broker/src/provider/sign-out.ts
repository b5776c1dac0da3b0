import { Injectable } from '@nestjs/common';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { BrowserCookies } from '../browser/browser-cookies.js';
import { SIGNED_OUT } from '../browser/cookie-kinds.js';
import { ProviderPages } from './provider-pages.js';

/**
 * What Portico adds to oidc-provider's end of a session: the browser remembers it, and leaves by a page, because a form
 * may not be answered by a redirect to another origin (CSP form-action). The session itself ends where it is stored.
 */
@Injectable()
export class SignOut {
  constructor(
    private readonly cookies: BrowserCookies,
    private readonly pages: ProviderPages,
  ) {}

  async run(ctx: KoaContextWithOIDC): Promise<void> {
    const { route, session } = ctx.oidc;
    if (route === 'end_session' && ctx.status === 200 && !session?.accountId) await this.leaveSignedOut(ctx);
    if (route !== 'end_session_confirm' || ctx.status !== 303) return;
    if (session && isDestroyed(session)) await this.cookies.keep(ctx, SIGNED_OUT, true);
    this.pages.leave(ctx, ctx.response.get('location'));
  }

  /** Nobody is signed in on this browser: there is nothing to confirm. The address was checked by oidc-provider. */
  private async leaveSignedOut(ctx: KoaContextWithOIDC): Promise<void> {
    const { post_logout_redirect_uri: target, state } = ctx.oidc.params ?? {};
    if (typeof target !== 'string') {
      await this.pages.loggedOut(ctx);
      return;
    }
    const url = new URL(target);
    if (typeof state === 'string') url.searchParams.set('state', state);
    ctx.redirect(url.href);
  }
}

/** Set by oidc-provider at the end of a session, and missing from its types. */
const isDestroyed = (session: object): boolean => 'destroyed' in session && session.destroyed === true;
