import { z } from 'zod';
import type { CookieKind } from '../browser/browser-cookies.js';

/** A sign-in may be begun for so long after the application has sent the browser. */
export const INTERACTION_SECONDS = 60 * 60;

/** One that was begun in the last minute may take 15 more until it is back, and must find where to go on. */
export const INTERACTION_KEPT_SECONDS = INTERACTION_SECONDS + 16 * 60;

/** An interaction as oidc-provider makes it; what it holds besides is its own. */
const KeptInteraction = z.looseObject({
  jti: z.string(),
  iat: z.number(),
  returnTo: z.string(),
  params: z.record(z.string(), z.unknown()),
  session: z.looseObject({ accountId: z.string(), uid: z.string().optional() }).optional(),
});
export type KeptInteraction = z.infer<typeof KeptInteraction>;

/** As much of it as the screens need. */
const AskedInteraction = KeptInteraction.pick({ jti: true, iat: true, params: true }).strip();
export type AskedInteraction = z.infer<typeof AskedInteraction>;

/** What the screens of a sign-in read. */
export const askedOf = (uid: string): CookieKind<AskedInteraction> => ({
  name: 'interaction_request',
  path: `/login/${uid}`,
  seconds: INTERACTION_SECONDS,
  content: AskedInteraction,
  traced: true,
});

/** What the OpenID Provider goes on with when the browser is back from the screens. */
export const keptOf = (uid: string): CookieKind<KeptInteraction> => ({
  name: 'interaction_return',
  path: `/oauth2/authorize/${uid}`,
  seconds: INTERACTION_KEPT_SECONDS,
  content: KeptInteraction,
  traced: true,
});
