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

/** Which organisation's link was opened, until the next sign-in on this browser. */
export const OPENED_LINK: CookieKind<{ slug: string }> = {
  name: 'link',
  path: '/login',
  seconds: 10 * MINUTE,
  content: z.object({ slug: Slug }),
};

/** Somebody has signed out on this browser: the next sign-in goes nowhere by itself. */
export const SIGNED_OUT: CookieKind<true> = {
  name: 'signed_out',
  path: '/login',
  seconds: 12 * HOUR,
  content: z.literal(true),
};

/** This sign-in has skipped its screens once: "Start again" shows them. */
export const skippedScreens = (uid: string): CookieKind<true> => ({
  name: 'skipped',
  path: `/login/${uid}`,
  seconds: HOUR,
  content: z.literal(true),
});
