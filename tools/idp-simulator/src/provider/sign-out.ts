import type { KoaContextWithOIDC } from 'oidc-provider';
import { renderMessage, renderSignOut } from '../views/pages.view.js';

/** An application that names the login (`id_token_hint`) signs out at once, as Keycloak does; others are asked. */
export const signOut = (title: string) => async (ctx: KoaContextWithOIDC, form: string) => {
  const { IdTokenHint: hint } = ctx.oidc.entities;
  if (!hint) {
    ctx.body = renderSignOut({ title, form });
    return;
  }
  const { post_logout_redirect_uri: target, state } = ctx.oidc.params ?? {};
  await ctx.oidc.session?.destroy();
  ctx.cookies.set(ctx.oidc.provider.cookieName('session'), null);
  if (typeof target !== 'string') return void signedOut(title)(ctx);
  const back = new URL(target);
  if (typeof state === 'string') back.searchParams.set('state', state);
  ctx.redirect(back.href);
};

export const signedOut = (title: string) => (ctx: KoaContextWithOIDC) => {
  ctx.body = renderMessage({
    title,
    heading: 'You are signed out',
    text: `Your session at the ${title} simulator has ended.`,
  });
};
