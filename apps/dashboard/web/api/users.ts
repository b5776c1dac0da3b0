import type { User } from '@portico/contracts';
import { queryOptions } from '@tanstack/react-query';
import { call, identity } from './call.js';

/** One user by id, for a name. */
export const userQuery = (tenantId: string, userId: string) =>
  queryOptions({
    queryKey: ['user', tenantId, userId],
    queryFn: ({ signal }) => call<User>(identity(`/tenants/${tenantId}/users/${userId}`), { signal }),
    staleTime: 5 * 60_000,
  });
