import type { Role } from '@portico/contracts';
import type { Environment } from '../env.js';
import type { KnownTenant, SessionContent } from './session.rules.js';

/** What the pages know of their session: nothing of a token. */
export interface SessionDescription {
  user: { id: string; tenantId: string; name: string; email: string; roles: Role[] } | null;
  /** Null while the API does not answer. */
  tenant: KnownTenant | null;
  /** Whether the user signed in by a recovery code, and may mend and no more. */
  recovery: boolean;
  supportUrl: string | null;
  brokerUrl: string;
}

export const toDescription = (
  { user: { userId, ...user }, tenant, amr }: SessionContent,
  { PORTICO_PUBLIC_URL, PORTICO_SUPPORT_URL }: Environment,
): SessionDescription => ({
  user: { id: userId, ...user },
  tenant,
  recovery: amr.includes('recovery'),
  supportUrl: PORTICO_SUPPORT_URL ?? null,
  brokerUrl: PORTICO_PUBLIC_URL,
});
