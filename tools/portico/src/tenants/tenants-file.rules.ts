import {
  ClaimDomain,
  type Connection,
  CreateTenant,
  Mode,
  Provider,
  SetMatching,
  SetSecondFactor,
  SetSessionLifetimes,
  type SsoSettings,
  TenantStatus,
  UpdateConnection,
} from '@portico/contracts';
import { z } from 'zod';
import { type Fault, type ReadFile, readYaml, repeated } from '../apply/applications-file.rules.js';

/** A connection of the file; it is known again by its name. Its secret is in a file of its own. */
const WantedConnection = UpdateConnection.omit({ clientSecret: true }).extend({
  provider: Provider,
  name: z.string().trim().min(1).max(80),
  mode: Mode.optional(),
});
export type WantedConnection = z.infer<typeof WantedConnection>;

/** A tenant of the file; what is left out stays as it is, or has the API's default. */
const WantedTenant = CreateTenant.extend({
  status: TenantStatus.optional(),
  matching: SetMatching.optional(),
  sessions: SetSessionLifetimes.optional(),
  secondFactor: SetSecondFactor.optional(),
  unlistedProvider: z.boolean().optional(),
  domains: z.array(ClaimDomain.shape.domain).default([]),
  connections: z.array(WantedConnection).default([]),
});
export type WantedTenant = z.infer<typeof WantedTenant>;

const TenantsFile = z.strictObject({ tenants: z.array(WantedTenant) });
export type TenantsFile = z.infer<typeof TenantsFile>;

/** Reads what `tenants export` has written, or somebody else. */
export const readTenantsFile = (text: string): ReadFile<TenantsFile> =>
  readYaml(text, TenantsFile, ({ tenants }) => [
    ...repeated('tenants', 'slug', tenants),
    ...tenants.flatMap(({ connections, domains }, n) =>
      [
        ...repeated('connections', 'name', connections),
        ...domains.flatMap((domain, at): Fault[] =>
          domains.indexOf(domain) < at
            ? [{ path: ['domains', at], message: `${domain} stands above already` }]
            : [],
        ),
      ].map(({ path, message }) => ({ path: ['tenants', n, ...path], message })),
    ),
  ]);

/** A tenant as the file says it. */
export const toWanted = ({ tenant, connections, domains }: SsoSettings): WantedTenant => {
  const { slug, name, status, matching, sessions, secondFactor, unlistedProvider } = tenant;
  return {
    ...{ slug, name, status, matching, sessions, secondFactor, unlistedProvider },
    domains: domains.map(({ domain }) => domain),
    connections: connections.map(toWantedConnection),
  };
};

/** A connection as the file says it: Google's has no values, and what was never set is left out. */
export const toWantedConnection = (connection: Connection): WantedConnection => {
  const { provider, name, mode, clientId, issuer, redirectUri: _, ...rest } = connection;
  const { userinfoMethod, scopes, tokenAuth, emailClaim, secretExpiresAt, callback } = rest;
  const { issuesOwnAddressesOnly, honoursSessionExpiry, recheckMinutes } = rest;
  return {
    ...{ provider, name, mode },
    ...(clientId !== null && { clientId }),
    ...(issuer !== null && { discoveryUrl: issuer }),
    ...(provider !== 'google' && { userinfoMethod, scopes, tokenAuth, emailClaim, callback }),
    ...(secretExpiresAt !== null && { secretExpiresAt }),
    ...{ issuesOwnAddressesOnly, honoursSessionExpiry, recheckMinutes },
  };
};
