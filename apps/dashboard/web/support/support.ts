import type {
  AnswerSupportRequest,
  BreakGlass,
  BreakGlassList,
  Connection,
  Mode,
  SupportRequest,
  SupportRequestPage,
  Tenant,
  TenantPage,
} from '@portico/contracts';
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
  type UseMutationResult,
} from '@tanstack/react-query';
import { call, ssoConfig } from '../api/call.js';

/** What every company has asked, by how it stands, the newest first. */
export const requestsQuery = (status: SupportRequest['status']) =>
  infiniteQueryOptions({
    queryKey: ['every-support-request', status],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ status, limit: '20' });
      if (pageParam !== null) query.set('after', pageParam);
      return call<SupportRequestPage>(ssoConfig(`/support-requests?${query.toString()}`), { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** Companies whose name or short name holds the text. */
export const tenantsQuery = (search: string) =>
  queryOptions({
    queryKey: ['tenants', search],
    queryFn: async ({ signal }): Promise<Tenant[]> => {
      const query = new URLSearchParams({ search, limit: '20' });
      return (await call<TenantPage>(ssoConfig(`/tenants?${query.toString()}`), { signal })).tenants;
    },
    enabled: search.length >= 2,
    placeholderData: keepPreviousData,
  });

export const breakGlassQuery = (tenantId: string) =>
  queryOptions({
    queryKey: ['break-glass', tenantId],
    queryFn: async ({ signal }): Promise<BreakGlass[]> =>
      (await call<BreakGlassList>(ssoConfig(`/tenants/${tenantId}/break-glass`), { signal })).breakGlass,
    refetchInterval: 30_000,
  });

interface Answer extends AnswerSupportRequest {
  request: SupportRequest;
}

/** Grants or declines a request; what was granted is switched on with it. */
export const useAnswer = (): UseMutationResult<SupportRequest, Error, Answer> => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ request: { id, tenantId }, ...body }) =>
      call<SupportRequest>(ssoConfig(`/tenants/${tenantId}/support-requests/${id}`), {
        method: 'PATCH',
        body,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['every-support-request'] }),
  });
};

export const useSetUnlisted = (tenantId: string): UseMutationResult<Tenant, Error, boolean> => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (allowed) =>
      call<Tenant>(ssoConfig(`/tenants/${tenantId}/unlisted-provider`), { method: 'PUT', body: { allowed } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sso', tenantId] }),
  });
};

type GlassMove = { ask: string } | { approve: string } | { end: string };

/** Asks for a break-glass, approves somebody else's, or ends one. */
export const useMoveGlass = (tenantId: string): UseMutationResult<unknown, Error, GlassMove> => {
  const client = useQueryClient();
  const path = ssoConfig(`/tenants/${tenantId}/break-glass`);
  return useMutation({
    mutationFn: (move) => {
      if ('ask' in move) return call<unknown>(path, { method: 'POST', body: { reason: move.ask } });
      if ('approve' in move) return call<unknown>(`${path}/${move.approve}/approval`, { method: 'POST' });
      return call<unknown>(`${path}/${move.end}`, { method: 'DELETE' });
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['break-glass', tenantId] }),
        client.invalidateQueries({ queryKey: ['audit', tenantId] }),
      ]),
  });
};

/** Whether the break-glass is open and the user's own, so that modes may be lowered by it. */
export const isOpenFor = ({ status, requestedBy }: BreakGlass, userId: string | undefined): boolean =>
  status === 'open' && requestedBy === userId;

/** Lowers the mode of a company's connection, by an open break-glass. */
export const useLowerMode = (
  tenantId: string,
): UseMutationResult<Connection, Error, { connectionId: string; mode: Mode }> => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ connectionId, mode }) =>
      call<Connection>(ssoConfig(`/tenants/${tenantId}/connections/${connectionId}/mode`), {
        method: 'PUT',
        body: { mode },
      }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['sso', tenantId] }),
        client.invalidateQueries({ queryKey: ['audit', tenantId] }),
      ]),
  });
};
