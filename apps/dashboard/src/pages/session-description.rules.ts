import type { Role, SetUpSession } from '@portico/contracts';
import type { Environment } from '../env.js';
import type { KnownTenant, SessionContent } from '../sign-in/session.rules.js';

/** What the pages know of their session: nothing of a token. */
export interface SessionDescription {
  user: { id: string; tenantId: string; name: string; email: string; roles: Role[] } | null;
  /** The user's; null while the API does not answer. */
  tenant: KnownTenant | null;
  /** Whether the user signed in by a recovery code, and may mend and no more. */
  recovery: boolean;
  /** When that is over. */
  recoveryUntil: string | null;
  /** What a set-up link was opened for. */
  setUp: Omit<SetUpSession, 'accessToken'> | null;
  supportUrl: string | null;
  brokerUrl: string;
  /** Whether Google works without values of one's own. */
  googleConfigured: boolean;
}

export const toDescription = (
  session: SessionContent | null,
  setUp: SetUpSession | null,
  { PORTICO_PUBLIC_URL, PORTICO_SUPPORT_URL, PORTICO_GOOGLE_CLIENT_ID }: Environment,
): SessionDescription => ({
  user: session && toUser(session),
  tenant: session?.tenant ?? null,
  recovery: session?.amr.includes('recovery') ?? false,
  recoveryUntil: session && recoveryEndOf(session),
  setUp: setUp && { expiresAt: setUp.expiresAt, tenant: setUp.tenant, connection: setUp.connection },
  supportUrl: PORTICO_SUPPORT_URL ?? null,
  brokerUrl: PORTICO_PUBLIC_URL,
  googleConfigured: PORTICO_GOOGLE_CLIENT_ID !== undefined,
});

const toUser = ({ user: { userId, ...user } }: SessionContent): SessionDescription['user'] => ({
  id: userId,
  ...user,
});

/** How long the broker lets a recovery code work, whatever is done in that time. */
const RECOVERY_SECONDS = 30 * 60;

const recoveryEndOf = ({ amr, authTime }: SessionContent): string | null =>
  amr.includes('recovery') && authTime !== null
    ? new Date((authTime + RECOVERY_SECONDS) * 1000).toISOString()
    : null;
