import { Id, type Tenant, type TenantPage } from '@portico/contracts';
import { EXIT, Failure } from './failure.js';
import type { Portico } from './portico.js';

/** The tenant with this slug or id; a `Failure` where there is none. */
export const findTenant = async (portico: Portico, name: string): Promise<Tenant> => {
  if (Id.safeParse(name).success) return await portico.ssoConfig.get<Tenant>(`/v1/tenants/${name}`);
  const page = await portico.ssoConfig.get<TenantPage>(`/v1/tenants?slug=${encodeURIComponent(name)}`);
  const [tenant] = page.tenants;
  if (!tenant) throw new Failure(EXIT.misused, `There is no tenant ${name}.`);
  return tenant;
};
