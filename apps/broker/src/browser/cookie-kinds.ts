import { Email, Id, Slug } from '@portico/contracts';
import { z } from 'zod';
import type { CookieKind } from './browser-cookies.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The last single sign-on of this browser. The address is what was typed: a hint, like any typed one. */
export const RememberedChoice = z.object({ tenantId: Id, connectionId: Id, email: Email.optional() });
export type RememberedChoice = z.infer<typeof RememberedChoice>;

export const REMEMBERED_CHOICE: CookieKind<RememberedChoice> = {
  name: 'choice',
  path: '/login',
  seconds: 90 * DAY,
  content: RememberedChoice,
};

/** Whose link was opened: an organisation's, or the one of its identity provider that knows the person already. */
export const OpenedLink = z.object({ slug: Slug, connectionId: Id.optional() });
export type OpenedLink = z.infer<typeof OpenedLink>;

/** Until the next sign-in on this browser. */
export const OPENED_LINK: CookieKind<OpenedLink> = {
  name: 'link',
  path: '/login',
  seconds: 10 * MINUTE,
  content: OpenedLink,
};

/** Somebody has signed out on this browser: no sign-in goes anywhere by itself until somebody says so. */
export const SIGNED_OUT: CookieKind<true> = {
  name: 'signed_out',
  path: '/login',
  seconds: 90 * DAY,
  content: z.literal(true),
};

/** This sign-in has skipped its screens once: "Start again" shows them. */
export const skippedScreens = (uid: string): CookieKind<true> => ({
  name: 'skipped',
  path: `/login/${uid}`,
  seconds: HOUR,
  content: z.literal(true),
});

/** Where a browser goes on that is signing out at its identity provider; `state` is what must come back from there. */
export const AfterProviderSignOut = z.object({ state: z.string(), url: z.string().optional() });
export type AfterProviderSignOut = z.infer<typeof AfterProviderSignOut>;

export const AFTER_PROVIDER_SIGN_OUT: CookieKind<AfterProviderSignOut> = {
  name: 'after_sign_out',
  path: '/logout/done',
  seconds: 10 * MINUTE,
  content: AfterProviderSignOut,
};
