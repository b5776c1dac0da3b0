import type {
  CreateUser,
  IdentityLink,
  IdentityLinks,
  LastSignIn,
  LastSignIns,
  UpdateUser,
  User,
  UserPage,
} from '@portico/contracts';
import {
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
  type UseMutationResult,
} from '@tanstack/react-query';
import { broker, call, identity } from '../api/call.js';
import { useTenantId } from '../api/session.js';
import { toUserSearch, type UserFilter } from './user-filter.rules.js';

export const PAGE_SIZE = 25;

const usersPath = (tenantId: string): string => identity(`/tenants/${tenantId}/users`);
const userPath = (tenantId: string, id: string): string => `${usersPath(tenantId)}/${id}`;

/** One page of the users that fit; the page before stays until it is there. */
export const usersQuery = (tenantId: string, filter: UserFilter, after: string | null) =>
  queryOptions({
    queryKey: ['users', tenantId, filter, after],
    queryFn: ({ signal }) =>
      call<UserPage>(`${usersPath(tenantId)}?${toUserSearch(filter, after, PAGE_SIZE)}`, { signal }),
    placeholderData: keepPreviousData,
  });

/** How many users there are. */
export interface Summary {
  active: number;
  deactivated: number;
  admins: number;
}

export const summaryQuery = (tenantId: string) =>
  queryOptions({
    queryKey: ['users-summary', tenantId],
    queryFn: ({ signal }) => call<Summary>(`${usersPath(tenantId)}/summary`, { signal }),
  });

/** When and how the users of a page last signed in, by user; the broker knows it. */
export const lastSignInsQuery = (tenantId: string, ids: readonly string[]) =>
  queryOptions({
    queryKey: ['last-sign-ins', tenantId, ids],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, LastSignIn>> => {
      const query = new URLSearchParams(ids.map((id) => ['userId', id]));
      const path = broker(`/tenants/${tenantId}/last-sign-ins?${query.toString()}`);
      const { signIns } = await call<LastSignIns>(path, { signal });
      return new Map(signIns.map((signIn) => [signIn.userId, signIn]));
    },
    enabled: ids.length > 0,
  });

export const userQuery = (tenantId: string, id: string) =>
  queryOptions({
    queryKey: ['user', tenantId, id],
    queryFn: ({ signal }) => call<User>(userPath(tenantId, id), { signal }),
  });

export const linksQuery = (tenantId: string, id: string) =>
  queryOptions({
    queryKey: ['links', tenantId, id],
    queryFn: async ({ signal }): Promise<IdentityLink[]> =>
      (await call<IdentityLinks>(`${userPath(tenantId, id)}/links`, { signal })).links,
  });

/** Has everything that tells who the users are asked for anew. */
export const useReload = (): (() => Promise<unknown>) => {
  const tenantId = useTenantId();
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['users', tenantId] }),
      client.invalidateQueries({ queryKey: ['users-summary', tenantId] }),
      client.invalidateQueries({ queryKey: ['coverage', tenantId] }),
    ]);
};

export const useCreateUser = (): UseMutationResult<User, Error, CreateUser> => {
  const tenantId = useTenantId();
  const reload = useReload();
  return useMutation({
    mutationFn: (body) => call<User>(usersPath(tenantId), { method: 'POST', body }),
    onSuccess: () => void reload(),
  });
};

/** Changes the fields given, and shows the answer at once wherever the user is listed. */
export const useUpdateUser = (): UseMutationResult<User, Error, UpdateUser & { id: string }> => {
  const tenantId = useTenantId();
  const client = useQueryClient();
  const reload = useReload();
  return useMutation({
    mutationFn: ({ id, ...body }) => call<User>(userPath(tenantId, id), { method: 'PATCH', body }),
    onSuccess: (user) => {
      client.setQueryData(userQuery(tenantId, user.id).queryKey, user);
      client.setQueriesData<UserPage>({ queryKey: ['users', tenantId] }, (page) =>
        page ? { ...page, users: page.users.map((one) => (one.id === user.id ? user : one)) } : page,
      );
      void reload();
    },
  });
};

export const useSendPasswordLink = (): UseMutationResult<unknown, Error, string> => {
  const tenantId = useTenantId();
  return useMutation({
    mutationFn: (id) => call<unknown>(`${userPath(tenantId, id)}/password-link`, { method: 'POST' }),
  });
};

export const useReleaseLink = (userId: string): UseMutationResult<unknown, Error, string> => {
  const tenantId = useTenantId();
  const client = useQueryClient();
  const reload = useReload();
  return useMutation({
    mutationFn: (linkId) =>
      call<unknown>(`${userPath(tenantId, userId)}/links/${linkId}`, { method: 'DELETE' }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['links', tenantId, userId] });
      void reload();
    },
  });
};
