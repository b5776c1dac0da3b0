import type { Domain, DomainList } from '@portico/contracts';
import { queryOptions, useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { call, ssoConfig } from '../api/call.js';
import { useTenantId } from '../api/session.js';

export const domainsQuery = (tenantId: string) =>
  queryOptions({
    queryKey: ['domains', tenantId],
    queryFn: async ({ signal }): Promise<Domain[]> =>
      (await call<DomainList>(ssoConfig(`/tenants/${tenantId}/domains`), { signal })).domains,
  });

const pathOf = (tenantId: string, domain: string): string =>
  ssoConfig(`/tenants/${tenantId}/domains/${encodeURIComponent(domain)}`);

const byName = (one: Domain, other: Domain): number => one.domain.localeCompare(other.domain);

/** Puts a domain, as the server has just answered it, into the list; without one takes it out. */
const useKeepDomain = (): ((name: string, domain?: Domain) => void) => {
  const tenantId = useTenantId();
  const client = useQueryClient();
  return (name, domain) => {
    client.setQueryData(domainsQuery(tenantId).queryKey, (all) => {
      const others = (all ?? []).filter((one) => one.domain !== name);
      return domain ? [...others, domain].sort(byName) : others;
    });
    void client.invalidateQueries({ queryKey: ['sso', tenantId] });
  };
};

/** Claims a domain; of one that is claimed already it gives the same record, or a new one where that has expired. */
export const useClaimDomain = (): UseMutationResult<Domain, Error, string> => {
  const tenantId = useTenantId();
  const keep = useKeepDomain();
  return useMutation({
    mutationFn: (domain) =>
      call<Domain>(ssoConfig(`/tenants/${tenantId}/domains`), { method: 'POST', body: { domain } }),
    onSuccess: (domain) => keep(domain.domain, domain),
  });
};

export const useVerifyDomain = (): UseMutationResult<Domain, Error, string> => {
  const tenantId = useTenantId();
  const keep = useKeepDomain();
  return useMutation({
    mutationFn: (name) => call<Domain>(`${pathOf(tenantId, name)}/verify`, { method: 'POST' }),
    onSuccess: (domain) => keep(domain.domain, domain),
  });
};

export const useRemoveDomain = (): UseMutationResult<unknown, Error, string> => {
  const tenantId = useTenantId();
  const keep = useKeepDomain();
  return useMutation({
    mutationFn: (name) => call<unknown>(pathOf(tenantId, name), { method: 'DELETE' }),
    onSuccess: (_nothing, name) => keep(name),
  });
};
