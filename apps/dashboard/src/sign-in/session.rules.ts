import { createHash } from 'node:crypto';
import { Id, Role } from '@portico/contracts';
import { z } from 'zod';

/** A working day; the broker's own session and the tokens' life end it earlier. */
export const SESSION_SECONDS = 8 * 60 * 60;

/** Who signed in, as the ID token says. */
export const SignedInUser = z.object({
  userId: z.string(),
  tenantId: Id,
  name: z.string(),
  email: z.string(),
  roles: z.array(Role),
});
export type SignedInUser = z.infer<typeof SignedInUser>;

/** What a session holds; it never leaves the server. */
export const SessionContent = z.object({ user: SignedInUser, accessToken: z.string(), idToken: z.string() });
export type SessionContent = z.infer<typeof SessionContent>;

/** An id that a browser sent, if it has the form of one. */
export const readSessionId = (text: string | undefined): string | undefined =>
  text !== undefined && /^[\w-]{43}$/.test(text) ? text : undefined;

/** How the database names a session: whoever reads the table cannot take one over. */
export const hashOf = (sessionId: string): string =>
  createHash('sha256').update(sessionId).digest('base64url');

/** Ties sealed content to its own row, so that it opens in no other. */
export const purposeOf = (sessionHash: string): string => `dashboard-session:${sessionHash}`;

const Claims = z.object({
  sub: z.string().min(1),
  tenant_id: Id,
  name: z.string().default(''),
  email: z.string().default(''),
  roles: z.array(z.string()).default([]),
});

/** The user of an ID token's claims; throws if a claim that every user has is missing. Unknown roles are left out. */
export const toSignedInUser = (claims: object): SignedInUser => {
  const { sub, tenant_id: tenantId, name, email, roles } = Claims.parse(claims);
  const known = roles.flatMap((role) => Role.safeParse(role).data ?? []);
  return { userId: sub, tenantId, name: name || email, email, roles: known };
};
