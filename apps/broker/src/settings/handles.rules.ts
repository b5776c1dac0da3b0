import type { TenantSettings } from '@portico/contracts';

/** What a tenant can be found by, besides its id: each kind has names of its own. */
export type Handle = `slug:${string}` | `domain:${string}` | `connection:${string}`;

/** Every handle of a tenant: its slug, the domains that it has proved, its connections whatever their mode. */
export const toHandles = ({
  slug,
  domains,
  connections,
}: Pick<TenantSettings, 'slug' | 'domains' | 'connections'>): Handle[] => [
  `slug:${slug}`,
  ...domains.map((domain): Handle => `domain:${domain}`),
  ...connections.map(({ id }): Handle => `connection:${id}`),
];
