import { text } from 'node:stream/consumers';
import type { KoaContextWithOIDC } from 'oidc-provider';

/** The doors that take their parameters by GET and by POST (OpenID Connect Core §3.1.2.1, RP-Initiated Logout 1.0 §2). */
const PATHS = ['/oauth2/authorize', '/logout'];
const MOST_BYTES = 8192;

type Exchange = Pick<
  KoaContextWithOIDC,
  'get' | 'is' | 'method' | 'path' | 'redirect' | 'req' | 'set' | 'status'
>;

/**
 * Sends a form that was posted there on to the same address with its parameters in the query. Done so because the session
 * cookie is `SameSite=Lax`: it does not come with a form from another site, but with the GET that follows.
 */
export const answerPostByGet = async (ctx: Exchange, next: () => Promise<void>): Promise<void> => {
  if (!isForm(ctx)) {
    await next();
    return;
  }
  ctx.status = 303;
  ctx.set('cache-control', 'no-store');
  ctx.redirect(`${ctx.path}?${new URLSearchParams(await text(ctx.req)).toString()}`);
};

/** Node reads no more of a request than its content-length says, so that limits the form. */
const isForm = (ctx: Exchange): boolean =>
  ctx.method === 'POST' &&
  PATHS.includes(ctx.path) &&
  ctx.is('application/x-www-form-urlencoded') !== false &&
  Number(ctx.get('content-length') || Infinity) <= MOST_BYTES;
