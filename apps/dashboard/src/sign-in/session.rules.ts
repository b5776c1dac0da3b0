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

/** The user's organisation as it was last read; null while the API did not answer. */
export const KnownTenant = z.object({ id: Id, name: z.string(), slug: z.string() });
export type KnownTenant = z.infer<typeof KnownTenant>;

/**
 * What a session holds; it never leaves the server. Rows that the release before wrote have no refresh token, no end of
 * the access token and no tenant: they are used up as they are.
 */
export const SessionContent = z.object({
  user: SignedInUser,
  tenant: KnownTenant.nullable().default(null),
  /** How they proved who they are (RFC 8176). */
  amr: z.array(z.string()).default([]),
  /** When, in seconds since 1970. */
  authTime: z.number().nullable().default(null),
  accessToken: z.string(),
  /** When the access token ends, in milliseconds since 1970; null where nobody knows. */
  accessTokenEndsAt: z.number().nullable().default(null),
  refreshToken: z.string().nullable().default(null),
  idToken: z.string(),
});
export type SessionContent = z.infer<typeof SessionContent>;

/** What the broker gives at a sign-in or a refresh. */
export type IssuedTokens = Omit<SessionContent, 'tenant'>;

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
  amr: z.array(z.string()).default([]),
  auth_time: z.number().nullable().default(null),
});

/** The user of an ID token's claims; throws if a claim that every user has is missing. Unknown roles are left out. */
export const toSignedInUser = (claims: object): Pick<SessionContent, 'user' | 'amr' | 'authTime'> => {
  const { sub, tenant_id: tenantId, name, email, roles, amr, auth_time: authTime } = Claims.parse(claims);
  const known = roles.flatMap((role) => Role.safeParse(role).data ?? []);
  return { user: { userId: sub, tenantId, name: name || email, email, roles: known }, amr, authTime };
};

/** So long before its end a token is replaced: it must last for the request that it goes along with. */
const REFRESH_BEFORE_MS = 30_000;

/** A session whose access token is at its end and can be replaced. */
export type Refreshable = SessionContent & { refreshToken: string };

export const needsRefresh = (session: SessionContent, now: number): session is Refreshable =>
  session.refreshToken !== null &&
  session.accessTokenEndsAt !== null &&
  session.accessTokenEndsAt - REFRESH_BEFORE_MS <= now;

/** Whether a token that should be replaced still serves: while the broker is away. */
export const isStillGood = ({ accessTokenEndsAt }: SessionContent, now: number): boolean =>
  accessTokenEndsAt !== null && accessTokenEndsAt > now;
