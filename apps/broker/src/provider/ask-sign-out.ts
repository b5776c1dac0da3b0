import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { Issuer } from '../issuer/issuer.js';
import { FindProviderSignOut, type ProviderSignOut } from '../logouts/find-provider-sign-out.js';
import { clearSessionCookie } from './cookies.rules.js';
import { isOfThisSession, signInAfterOf } from './sign-out.rules.js';

/**
 * What a browser is asked that is to sign out. Null where the application has proved that it means this very session
 * and there is nothing to choose: that has ended at once.
 */
@Injectable()
export class AskSignOut {
  constructor(
    private readonly issuer: Issuer,
    private readonly findProviderSignOut: FindProviderSignOut,
  ) {}

  async run(ctx: KoaContextWithOIDC): Promise<{ provider: ProviderSignOut | null } | null> {
    const { session } = ctx.oidc;
    const state = randomBytes(16).toString('base64url');
    const provider = await this.findProviderSignOut.run(session?.uid ?? '', state);
    if (session && isOfThisSession(ctx) && !provider?.url) {
      await session.destroy();
      clearSessionCookie(ctx, this.issuer.url);
      return null;
    }
    const signIn = signInAfterOf(ctx);
    // Kept with the question: once it is answered, nobody knows any more how this session had begun.
    Object.assign(session?.state ?? {}, {
      ...(signIn !== undefined && { postLogoutRedirectUri: signIn }),
      ...(provider?.url && { atProvider: { url: provider.url, state } }),
    });
    return { provider };
  }
}
