import type { AuditEntry, AuditPage, User, UserPage } from '@portico/contracts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call, identity, ssoConfig } from '../api/call.js';

const PAGE_SIZE = 30;

/** What was done to a tenant's single sign-on, or to one connection of it, page by page from now backwards. */
export const auditQuery = (tenantId: string, connectionId: string | null) =>
  infiniteQueryOptions({
    queryKey: ['audit', tenantId, connectionId],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: PAGE_SIZE.toString() });
      if (connectionId !== null) query.set('connectionId', connectionId);
      if (pageParam !== null) query.set('after', pageParam);
      return call<AuditPage>(ssoConfig(`/tenants/${tenantId}/audit?${query.toString()}`), { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** The users of a tenant by their ids; those who are gone, or of another tenant, are missing. */
export const usersByIdQuery = (tenantId: string, ids: readonly string[]) =>
  queryOptions({
    queryKey: ['users-by-id', tenantId, ids],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, User>> => {
      const query = new URLSearchParams({ ids: ids.join(','), limit: '100' });
      const page = await call<UserPage>(identity(`/tenants/${tenantId}/users?${query.toString()}`), {
        signal,
      });
      return new Map(page.users.map((user) => [user.id, user]));
    },
    enabled: ids.length > 0,
    staleTime: 5 * 60_000,
  });

const USER = 'user:';

/** The users that entries are by or about, at most as many as one question takes. */
export const userIdsIn = (entries: readonly Pick<AuditEntry, 'by' | 'detail'>[]): string[] => {
  const ids = new Set<string>();
  for (const { by, detail } of entries) {
    if (by.startsWith(USER)) ids.add(by.slice(USER.length));
    if (typeof detail['userId'] === 'string') ids.add(detail['userId']);
  }
  return [...ids].sort().slice(0, 100);
};
