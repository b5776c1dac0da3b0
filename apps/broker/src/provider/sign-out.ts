import { Injectable } from '@nestjs/common';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { BrowserCookies } from '../browser/browser-cookies.js';
import { AFTER_PROVIDER_SIGN_OUT, SIGNED_OUT } from '../browser/cookie-kinds.js';
import { ProviderPages } from './provider-pages.js';
import { chosenProvider, isDestroyed, targetOf } from './sign-out.rules.js';

/**
 * What Portico adds to oidc-provider's end of a session: the browser remembers it, may sign out at its identity provider
 * too, and leaves by a page, because a form may not be answered by a redirect to another origin (CSP form-action). The
 * session itself ends where it is stored.
 */
@Injectable()
export class SignOut {
  constructor(
    private readonly cookies: BrowserCookies,
    private readonly pages: ProviderPages,
  ) {}

  /** After oidc-provider has answered, whatever it was. */
  async run(ctx: KoaContextWithOIDC): Promise<void> {
    const { route, session } = ctx.oidc;
    if (route === 'end_session' && ctx.status < 400 && session)
      if (isDestroyed(session) || !session.accountId) await this.leaveSignedOut(ctx);
    if (route === 'end_session_confirm' && ctx.status === 303) await this.leaveConfirmed(ctx);
  }

  /** Nobody is signed in on this browser any more, and it has come by no form. oidc-provider has checked the address. */
  private async leaveSignedOut(ctx: KoaContextWithOIDC): Promise<void> {
    await this.cookies.keep(ctx, SIGNED_OUT, true);
    const target = targetOf(ctx);
    if (target === undefined) this.pages.loggedOut(ctx);
    else this.pages.redirect(ctx, target);
  }

  private async leaveConfirmed(ctx: KoaContextWithOIDC): Promise<void> {
    const target = ctx.response.get('location');
    const provider = chosenProvider(ctx);
    if (ctx.oidc.session && isDestroyed(ctx.oidc.session)) await this.cookies.keep(ctx, SIGNED_OUT, true);
    if (provider)
      await this.cookies.keep(ctx, AFTER_PROVIDER_SIGN_OUT, { state: provider.state, url: target });
    this.pages.leave(ctx, provider?.url ?? target);
  }
}
