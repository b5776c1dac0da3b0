import type {
  Connection,
  ConnectionRevision,
  ConnectionState,
  ConnectionStates,
  Coverage,
  CreateConnection,
  Mode,
  RevisionList,
  SsoSettings,
  SupportRequest,
  SupportRequestPage,
} from '@portico/contracts';
import { queryOptions, useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { broker, call, identity, ssoConfig } from './call.js';
import { Refusal } from './refusal.js';
import { useTenantId } from './session.js';

export const connectionPath = (tenantId: string, id: string): string =>
  ssoConfig(`/tenants/${tenantId}/connections/${id}`);

/** The whole settings page in one document. */
export const ssoQuery = (tenantId: string) =>
  queryOptions({
    queryKey: ['sso', tenantId],
    queryFn: ({ signal }) => call<SsoSettings>(ssoConfig(`/tenants/${tenantId}/sso`), { signal }),
  });

/** One connection; all that whoever opened a set-up link may see. */
export const connectionQuery = (tenantId: string, id: string) =>
  queryOptions({
    queryKey: ['connection', tenantId, id],
    queryFn: ({ signal }) => call<Connection>(connectionPath(tenantId, id), { signal }),
  });

/** The newest revisions of a connection, the newest first. */
export const revisionsQuery = (tenantId: string, id: string) =>
  queryOptions({
    queryKey: ['revisions', tenantId, id],
    queryFn: async ({ signal }): Promise<ConnectionRevision[]> =>
      (await call<RevisionList>(`${connectionPath(tenantId, id)}/revisions`, { signal })).revisions,
  });

/** What the broker knows of the connections by their logins. */
export const statesQuery = (tenantId: string) =>
  queryOptions({
    queryKey: ['connection-states', tenantId],
    queryFn: async ({ signal }): Promise<ConnectionState[]> =>
      (await call<ConnectionStates>(broker(`/tenants/${tenantId}/connection-states`), { signal })).states,
  });

/** How many users have never signed in with a connection. */
export const coverageQuery = (tenantId: string, connectionId: string) =>
  queryOptions({
    queryKey: ['coverage', tenantId, connectionId],
    queryFn: ({ signal }) =>
      call<Coverage>(identity(`/tenants/${tenantId}/connections/${connectionId}/coverage`), { signal }),
  });

/** What the company has asked support for, the newest first. */
export const supportRequestsQuery = (tenantId: string) =>
  queryOptions({
    queryKey: ['support-requests', tenantId],
    queryFn: async ({ signal }): Promise<SupportRequest[]> =>
      (await call<SupportRequestPage>(ssoConfig(`/tenants/${tenantId}/support-requests`), { signal }))
        .requests,
  });

interface ModeChange {
  id: string;
  mode: Mode;
  rehearsalId?: string;
}

const withConnection = (
  settings: SsoSettings,
  id: string,
  change: (connection: Connection) => Connection,
): SsoSettings => ({
  ...settings,
  connections: settings.connections.map((one) => (one.id === id ? change(one) : one)),
});

/** Switches at once what is seen, and back when the server refuses. */
export const useSetMode = (): UseMutationResult<Connection, Error, ModeChange> => {
  const tenantId = useTenantId();
  const client = useQueryClient();
  const { queryKey } = ssoQuery(tenantId);
  return useMutation({
    mutationFn: ({ id, ...body }) =>
      call<Connection>(`${connectionPath(tenantId, id)}/mode`, { method: 'PUT', body }),
    onMutate: async ({ id, mode }) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      client.setQueryData(queryKey, (now) => now && withConnection(now, id, (one) => ({ ...one, mode })));
      return before;
    },
    onError: (_error, _change, before) => {
      if (before !== undefined) client.setQueryData(queryKey, before);
    },
    onSuccess: (connection) => {
      client.setQueryData(queryKey, (now) => now && withConnection(now, connection.id, () => connection));
      client.setQueryData(connectionQuery(tenantId, connection.id).queryKey, connection);
      return client.invalidateQueries({ queryKey });
    },
  });
};

/** Puts a connection, as the server has just answered it, where the pages look. */
export const useKeepConnection = (): ((connection: Connection) => void) => {
  const tenantId = useTenantId();
  const client = useQueryClient();
  const { queryKey } = ssoQuery(tenantId);
  return (connection) => {
    client.setQueryData(queryKey, (now) => {
      if (!now) return now;
      return now.connections.some(({ id }) => id === connection.id)
        ? withConnection(now, connection.id, () => connection)
        : { ...now, connections: [...now.connections, connection] };
    });
    client.setQueryData(connectionQuery(tenantId, connection.id).queryKey, connection);
    void client.invalidateQueries(revisionsQuery(tenantId, connection.id));
  };
};

/** Adds a draft, whose redirect URI is known before any value is. */
export const useCreateConnection = (): UseMutationResult<Connection, Error, CreateConnection> => {
  const tenantId = useTenantId();
  const keep = useKeepConnection();
  return useMutation({
    mutationFn: (body) =>
      call<Connection>(ssoConfig(`/tenants/${tenantId}/connections`), { method: 'POST', body }),
    onSuccess: keep,
  });
};

export const useRemoveConnection = (): UseMutationResult<undefined, Error, string> => {
  const tenantId = useTenantId();
  const client = useQueryClient();
  const { queryKey } = ssoQuery(tenantId);
  return useMutation({
    mutationFn: (id) => call<undefined>(connectionPath(tenantId, id), { method: 'DELETE' }),
    onSuccess: (_nothing, id) =>
      client.setQueryData(
        queryKey,
        (now) => now && { ...now, connections: now.connections.filter((one) => one.id !== id) },
      ),
  });
};

export const useAskSupport = (): UseMutationResult<SupportRequest, Error, string> => {
  const tenantId = useTenantId();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (message) =>
      call<SupportRequest>(ssoConfig(`/tenants/${tenantId}/support-requests`), {
        method: 'POST',
        body: { kind: 'unlisted_provider', message },
      }),
    onSettled: () => client.invalidateQueries(supportRequestsQuery(tenantId)),
  });
};

/** Whether the refusal says that somebody else was faster. */
export const isConflict = (error: unknown): boolean => error instanceof Refusal && error.status === 412;
