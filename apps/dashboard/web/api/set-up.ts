import type {
  CheckConnection,
  Connection,
  ConnectionCheck,
  ConnectionDraft,
  ConnectionTest,
  SetUpLink,
  SetUpLinkCreated,
  SetUpLinkList,
  TestStarted,
  UpdateConnection,
} from '@portico/contracts';
import { queryOptions, useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { broker, call, ssoConfig } from './call.js';
import { useTenantId } from './session.js';
import { connectionPath, ssoQuery, statesQuery, useKeepConnection } from './sso.js';

interface SaveInput {
  /** The newest revision that the page knows. */
  revision: number;
  values: UpdateConnection;
}

/** Saves values; refused with 412 when somebody else has saved in the meantime. */
export const useSaveValues = (id: string): UseMutationResult<Connection, Error, SaveInput> => {
  const tenantId = useTenantId();
  const keep = useKeepConnection();
  return useMutation({
    mutationFn: ({ revision, values }) =>
      call<Connection>(connectionPath(tenantId, id), { method: 'PATCH', body: values, ifMatch: revision }),
    onSuccess: keep,
  });
};

/** Keeps on the server what was typed, never a secret. */
export const putDraft = (tenantId: string, id: string, draft: ConnectionDraft): Promise<Connection> =>
  call<Connection>(`${connectionPath(tenantId, id)}/draft`, { method: 'PUT', body: draft });

/** Says what is wrong with values, and what is behind their Discovery URL. */
export const checkValues = (
  tenantId: string,
  id: string,
  values: CheckConnection,
): Promise<ConnectionCheck> =>
  call<ConnectionCheck>(`${connectionPath(tenantId, id)}/check`, { method: 'POST', body: values });

const testsPath = (tenantId: string, id: string): string =>
  broker(`/tenants/${tenantId}/connections/${id}/tests`);

/** Prepares a test sign-in. */
export const useStartTest = (id: string): UseMutationResult<TestStarted, Error, void> => {
  const tenantId = useTenantId();
  return useMutation({
    mutationFn: () => call<TestStarted>(testsPath(tenantId, id), { method: 'POST', body: {} }),
  });
};

const POLL_MS = 1500;

export const isUnderWay = (test: ConnectionTest | undefined): boolean =>
  test === undefined || test.status === 'waiting' || test.status === 'under_way';

/** A test sign-in, asked for again until it has ended. */
export const testQuery = (tenantId: string, id: string, testId: string) =>
  queryOptions({
    queryKey: ['test', tenantId, id, testId],
    queryFn: ({ signal }) => call<ConnectionTest>(`${testsPath(tenantId, id)}/${testId}`, { signal }),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? POLL_MS : false),
    refetchIntervalInBackground: true,
    staleTime: 1000,
  });

/** After a test that passed: pending values may be live now, and the connection counts as tested. */
export const useRefreshAfterTest = (id: string): (() => void) => {
  const tenantId = useTenantId();
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries(ssoQuery(tenantId));
    void client.invalidateQueries({ queryKey: ['connection', tenantId, id] });
    void client.invalidateQueries({ queryKey: ['revisions', tenantId, id] });
    void client.invalidateQueries(statesQuery(tenantId));
  };
};

/** Puts the pending values into use without a test. */
export const useGoLive = (id: string): UseMutationResult<Connection, Error, number> => {
  const tenantId = useTenantId();
  const keep = useKeepConnection();
  return useMutation({
    mutationFn: (revision) =>
      call<Connection>(`${connectionPath(tenantId, id)}/revisions/${revision}/go-live`, { method: 'POST' }),
    onSuccess: keep,
  });
};

export const setUpLinksQuery = (tenantId: string) =>
  queryOptions({
    queryKey: ['set-up-links', tenantId],
    queryFn: async ({ signal }): Promise<SetUpLink[]> =>
      (await call<SetUpLinkList>(ssoConfig(`/tenants/${tenantId}/set-up-links`), { signal })).links,
  });

interface NewLink {
  connectionId: string;
  expiresInHours: number;
  note: string;
}

export const useCreateSetUpLink = (): UseMutationResult<SetUpLinkCreated, Error, NewLink> => {
  const tenantId = useTenantId();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body) =>
      call<SetUpLinkCreated>(ssoConfig(`/tenants/${tenantId}/set-up-links`), { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries(setUpLinksQuery(tenantId)),
  });
};

export const useRevokeSetUpLink = (): UseMutationResult<undefined, Error, string> => {
  const tenantId = useTenantId();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (linkId) =>
      call<undefined>(ssoConfig(`/tenants/${tenantId}/set-up-links/${linkId}`), { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries(setUpLinksQuery(tenantId)),
  });
};
