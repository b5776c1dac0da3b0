import type { Role } from '@portico/contracts';
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { call } from './call.js';
import { Refusal } from './refusal.js';

/** `GET /api/session`: who is signed in, and what the deployment offers. */
export interface Session {
  user: { id: string; name: string; email: string; roles: Role[]; tenantId: string } | null;
  tenant: { id: string; name: string; slug: string } | null;
  /** Whether the user signed in by a recovery code: half an hour to mend single sign-on, and nothing else. */
  recovery: boolean;
  /** When the session of a recovery code ends. */
  recoveryUntil?: string | null;
  /** The one connection that whoever opened a set-up link may set up. */
  setUp: {
    tenant: { id: string; name: string };
    connection: { id: string; provider: string; name: string };
    expiresAt: string;
  } | null;
  supportUrl: string | null;
  brokerUrl: string;
  googleConfigured?: boolean;
}

const NOBODY: Session = {
  user: null,
  tenant: null,
  recovery: false,
  setUp: null,
  supportUrl: null,
  brokerUrl: '',
};

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session> => {
    try {
      return await call<Session>('/api/session', { signal });
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) return NOBODY;
      throw error;
    }
  },
  staleTime: 60_000,
});

export const useSession = (): Session => useSuspenseQuery(sessionQuery).data;

/** Whether the session's user has one of the roles. */
export const hasRole = ({ user }: Session, ...roles: Role[]): boolean =>
  user !== null && roles.some((role) => user.roles.includes(role));

/** The tenant whose settings are shown: one's own, or the one of the set-up link. */
export const useTenantId = (): string => {
  const { user, setUp } = useSession();
  return user?.tenantId ?? setUp?.tenant.id ?? '';
};

export const signInAddress = (): string =>
  `/sign-in?return=${encodeURIComponent(window.location.pathname + window.location.search)}`;
