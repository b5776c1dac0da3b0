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

const company = (slug: string): DemoUser[] => [
  {
    email: `admin@${slug}.example`,
    name: 'Atticus Finch',
    externalId: `${slug}-1001`,
    roles: ['tenant_admin', 'member'],
  },
  { email: `agent@${slug}.example`, name: 'Scout Finch', externalId: `${slug}-1002`, roles: ['member'] },
];

/** The directory of initech at the simulated Azure. */
const INITECH_DIRECTORY = '5e1f0a3c-9d42-4c7b-8a16-3f0b7c2d9e54';

/** The people of "To Kill a Mockingbird"; the IdP simulator knows those of each company by the same addresses. */
export const DEMO_TENANTS: DemoTenant[] = [
  {
    slug: 'acme',
    name: 'Acme',
    users: [
      ...company('acme'),
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
      ...company('globex'),
      {
        email: 'contractor@globex.example',
        name: 'Walter Cunningham',
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
    users: company('initech'),
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
    users: company('hooli'),
    connections: [{ provider: 'google', mode: 'enabled' }],
  },
  {
    slug: 'umbrella',
    name: 'Umbrella',
    users: company('umbrella'),
    domain: 'umbrella.example',
    connections: [
      { provider: 'oidc', mode: 'enabled', issuerPath: '/oidc', values: { userinfoMethod: 'POST' } },
    ],
  },
  {
    slug: 'solo',
    name: 'Solo',
    users: [
      ...company('solo'),
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
