import type {
  NamedExemption,
  RecoveryCodeState,
  RehearsedOutcome,
  RehearsedUserPage,
  Rehearsal,
  SetExemption,
  User,
  UserPage,
} from '@portico/contracts';
import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
  type UseMutationResult,
} from '@tanstack/react-query';
import { call, identity, ssoConfig } from './call.js';
import { useTenantId } from './session.js';
import { ssoQuery } from './sso.js';

const rehearsalsPath = (tenantId: string, connectionId: string): string =>
  identity(`/tenants/${tenantId}/connections/${connectionId}/rehearsals`);

const rehearsalKey = (tenantId: string, connectionId: string) =>
  ['rehearsal', tenantId, connectionId] as const;

/** The rehearsal that this page has made, if it has made one; it is kept while one looks elsewhere. */
export const rehearsalQuery = (tenantId: string, connectionId: string) =>
  queryOptions<Rehearsal | null>({
    queryKey: rehearsalKey(tenantId, connectionId),
    queryFn: () => null,
    staleTime: Infinity,
  });

export const useRehearse = (connectionId: string): UseMutationResult<Rehearsal, Error, void> => {
  const tenantId = useTenantId();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call<Rehearsal>(rehearsalsPath(tenantId, connectionId), { method: 'POST' }),
    onSuccess: (rehearsal) => {
      client.setQueryData(rehearsalKey(tenantId, connectionId), rehearsal);
    },
  });
};

const PAGE_SIZE = 20;

/** The users of a rehearsal, a page at a time. */
export const rehearsedUsersQuery = (
  tenantId: string,
  { id, connectionId }: Pick<Rehearsal, 'id' | 'connectionId'>,
  outcome: RehearsedOutcome,
) =>
  infiniteQueryOptions({
    queryKey: ['rehearsed-users', tenantId, id, outcome],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({
        outcome,
        limit: PAGE_SIZE.toString(),
        ...(pageParam !== null && { after: pageParam }),
      });
      return call<RehearsedUserPage>(
        `${rehearsalsPath(tenantId, connectionId)}/${id}/users?${query.toString()}`,
        { signal },
      );
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 60_000,
  });

/** Whether one has recovery codes, and has confirmed one. */
export const recoveryCodesQuery = (tenantId: string, userId: string) =>
  queryOptions({
    queryKey: ['recovery-codes', tenantId, userId],
    queryFn: ({ signal }) =>
      call<RecoveryCodeState>(identity(`/tenants/${tenantId}/users/${userId}/recovery-codes`), { signal }),
  });

interface Grant extends SetExemption {
  userId: string;
}

/** Lets a user go on using a password. What was rehearsed before counts no more. */
export const useGrantExemption = (connectionId: string): UseMutationResult<NamedExemption, Error, Grant> => {
  const refresh = useAfterExemption(connectionId);
  const tenantId = useTenantId();
  return useMutation({
    mutationFn: ({ userId, ...body }) =>
      call<NamedExemption>(ssoConfig(`/tenants/${tenantId}/exemptions/${userId}`), { method: 'PUT', body }),
    onSuccess: refresh,
  });
};

export const useEndExemption = (connectionId: string): UseMutationResult<undefined, Error, string> => {
  const refresh = useAfterExemption(connectionId);
  const tenantId = useTenantId();
  return useMutation({
    mutationFn: (userId) =>
      call<undefined>(ssoConfig(`/tenants/${tenantId}/exemptions/${userId}`), { method: 'DELETE' }),
    onSuccess: refresh,
  });
};

const useAfterExemption = (connectionId: string): (() => Promise<void>) => {
  const tenantId = useTenantId();
  const client = useQueryClient();
  return async () => {
    client.setQueryData(rehearsalKey(tenantId, connectionId), null);
    await client.invalidateQueries(ssoQuery(tenantId));
  };
};

/** A few users whose name or address fits, to choose one by. */
export const findUsersQuery = (tenantId: string, search: string) =>
  queryOptions({
    queryKey: ['find-users', tenantId, search],
    queryFn: async ({ signal }): Promise<User[]> => {
      const query = new URLSearchParams({ search, status: 'active', limit: '8' });
      const path = identity(`/tenants/${tenantId}/users?${query.toString()}`);
      return (await call<UserPage>(path, { signal })).users;
    },
    enabled: search.trim().length >= 2,
    staleTime: 60_000,
  });
