import type {
  CreateTenant,
  Mode,
  Provider,
  Role,
  Scope,
  SetMatching,
  UpdateConnection,
} from '@portico/contracts';

/** Everybody's password in the demo. */
export const DEMO_PASSWORD = 'portico-demo';

/** What the seed's token must be allowed to do. */
export const SEED_SCOPES: Scope[] = [
  'tenants:read',
  'tenants:write',
  'sso:read',
  'sso:write',
  'sso:seed',
  'sso:support',
  'users:read',
  'users:write',
  'applications:read',
  'applications:write',
];

export interface DemoUser {
  email: string;
  name: string;
  externalId: string | null;
  roles: Role[];
  /** Left the company: may no longer sign in. */
  deactivated?: true;
  /** May go on using a password for half a year, though single sign-on is enforced; and why. */
  exemptedBecause?: string;
}

/** A connection as the tenant's admin would have set it up at the simulated provider. */
export interface DemoConnection {
  provider: Provider;
  mode: Mode;
  /** Path of the issuer below the simulator's address; Google's is the deployment's. */
  issuerPath?: string;
  values?: UpdateConnection;
}

export interface DemoTenant extends CreateTenant {
  users: DemoUser[];
  connections: DemoConnection[];
  /** Proved at the demo's own DNS server. */
  domain?: string;
  matching?: SetMatching;
}

const company = (slug: string, admin: string, agent: string): DemoUser[] => [
  {
    email: `admin@${slug}.example`,
    name: admin,
    externalId: `${slug}-1001`,
    roles: ['tenant_admin', 'member'],
  },
  { email: `agent@${slug}.example`, name: agent, externalId: `${slug}-1002`, roles: ['member'] },
];

/** The directory of initech at the simulated Azure. */
const INITECH_DIRECTORY = '1c0ffee0-0000-4000-8000-00000000c0de';

/** The people of "To Kill a Mockingbird"; the IdP simulator knows those of each company by the same addresses. */
export const DEMO_TENANTS: DemoTenant[] = [
  {
    slug: 'acme',
    name: 'Acme',
    users: [
      ...company('acme', 'Atticus Finch', 'Scout Finch'),
      {
        email: 'leaver@acme.example',
        name: 'Arthur Radley',
        externalId: 'acme-1003',
        roles: ['member'],
        deactivated: true,
      },
    ],
    connections: [{ provider: 'keycloak', mode: 'enabled', issuerPath: '/keycloak/realms/acme' }],
  },
  {
    slug: 'globex',
    name: 'Globex',
    users: [
      ...company('globex', 'Calpurnia Brown', 'Jem Finch'),
      {
        email: 'contractor@globex.example',
        name: 'Dolphus Raymond',
        externalId: 'globex-1003',
        roles: ['member'],
        exemptedBecause: 'works for another company and has no account at Okta',
      },
    ],
    connections: [{ provider: 'okta', mode: 'enforced', issuerPath: '/okta' }],
  },
  {
    slug: 'initech',
    name: 'Initech',
    users: company('initech', 'Link Deas', 'Charles Harris'),
    connections: [
      {
        provider: 'azure',
        mode: 'enabled',
        issuerPath: `/azure/${INITECH_DIRECTORY}/v2.0`,
        values: { emailClaim: 'preferred_username' },
      },
      {
        provider: 'onelogin',
        mode: 'enabled',
        issuerPath: '/onelogin/oidc/2',
        values: { issuesOwnAddressesOnly: true },
      },
    ],
  },
  {
    slug: 'hooli',
    name: 'Hooli',
    users: company('hooli', 'Miss Caroline', 'Walter Cunningham'),
    connections: [{ provider: 'google', mode: 'enabled' }],
  },
  {
    slug: 'umbrella',
    name: 'Umbrella',
    users: company('umbrella', 'Alexandra Hancock', 'Francis Hancock'),
    domain: 'umbrella.example',
    connections: [
      { provider: 'oidc', mode: 'enabled', issuerPath: '/oidc', values: { userinfoMethod: 'POST' } },
    ],
  },
  {
    slug: 'solo',
    name: 'Solo',
    users: [
      ...company('solo', 'Tom Robinson', 'Helen Robinson'),
      // The same person as at acme: the organisation chooser appears.
      { email: 'agent@acme.example', name: 'Scout Finch', externalId: 'solo-1003', roles: ['member'] },
    ],
    connections: [],
  },
  {
    slug: 'platform',
    name: 'Portico',
    users: [
      { email: 'operator@portico.example', name: 'Maudie Atkinson', externalId: null, roles: ['operator'] },
      { email: 'support@portico.example', name: 'Heck Tate', externalId: null, roles: ['support'] },
    ],
    connections: [],
  },
];
