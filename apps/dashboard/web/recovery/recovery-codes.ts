import type { RecoveryCodes, RecoveryCodeState } from '@portico/contracts';
import { queryOptions, useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { call, identity } from '../api/call.js';
import { useSession, useTenantId } from '../api/session.js';

const codesPath = (tenantId: string, userId: string): string =>
  identity(`/tenants/${tenantId}/users/${userId}/recovery-codes`);

/** How a user's recovery codes stand; never a code. */
export const codeStateQuery = (tenantId: string, userId: string) =>
  queryOptions({
    queryKey: ['recovery-codes', tenantId, userId],
    queryFn: ({ signal }) => call<RecoveryCodeState>(codesPath(tenantId, userId), { signal }),
  });

const useReload = (): (() => Promise<unknown>) => {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['recovery-codes'] }),
      client.invalidateQueries({ queryKey: ['rehearsal'] }),
    ]);
};

/** Makes ten codes of one's own, which are given this once; those before are void. */
export const useMakeCodes = (): UseMutationResult<string[], Error, void> => {
  const tenantId = useTenantId();
  const { user } = useSession();
  const reload = useReload();
  return useMutation({
    mutationFn: async () =>
      (await call<RecoveryCodes>(codesPath(tenantId, user?.id ?? ''), { method: 'POST' })).codes,
    // Nothing of it stays behind where it was shown.
    gcTime: 0,
    onSuccess: () => void reload(),
  });
};

/** Confirms them by one that is typed. */
export const useConfirmCodes = (): UseMutationResult<unknown, Error, string> => {
  const tenantId = useTenantId();
  const { user } = useSession();
  const reload = useReload();
  return useMutation({
    mutationFn: (code) =>
      call<unknown>(`${codesPath(tenantId, user?.id ?? '')}/confirmation`, { method: 'PUT', body: { code } }),
    gcTime: 0,
    // Not waited for: the form that says it has worked goes away with the news.
    onSuccess: () => void reload(),
  });
};
