import type {
  Application,
  ApplicationList,
  Connection,
  SsoSettings,
  Tenant,
  TenantPage,
  User,
  UserPage,
} from '@portico/contracts';
import type { Portico } from '../portico.js';

/** A tenant as it is in Portico; null where it is not there yet. */
export interface PresentTenant {
  tenant: Tenant | null;
  connections: Connection[];
  users: User[];
}

/** What the import meets in Portico. */
export interface Present {
  /** By slug. */
  tenants: Map<string, PresentTenant>;
  applications: Application[];
}

const PAGE = 100;

/** Reads the named tenants with their connections and users, and the applications. */
export const readPresent = async (portico: Portico, slugs: readonly string[]): Promise<Present> => {
  const { applications } = await portico.broker.get<ApplicationList>('/v1/applications');
  const tenants = new Map<string, PresentTenant>();
  for (const slug of slugs) tenants.set(slug, await readTenant(portico, slug));
  return { tenants, applications };
};

const readTenant = async (portico: Portico, slug: string): Promise<PresentTenant> => {
  const page = await portico.ssoConfig.get<TenantPage>(`/v1/tenants?slug=${encodeURIComponent(slug)}`);
  const [tenant] = page.tenants;
  if (!tenant) return { tenant: null, connections: [], users: [] };
  const { connections } = await portico.ssoConfig.get<SsoSettings>(`/v1/tenants/${tenant.id}/sso`);
  return { tenant, connections, users: await readUsers(portico, tenant) };
};

const readUsers = async (portico: Portico, { id, slug }: Tenant): Promise<User[]> => {
  const users: User[] = [];
  for (let after: string | null = ''; after !== null;) {
    const query: string = `limit=${PAGE}${after && `&after=${after}`}`;
    const page: UserPage = await portico.identity.get<UserPage>(`/v1/tenants/${id}/users?${query}`);
    for (const user of page.users) users.push(user);
    if (users.length % 5000 === 0 && users.length > 0) portico.tell(`${slug}: ${users.length} users read`);
    after = page.nextCursor;
  }
  return users;
};
