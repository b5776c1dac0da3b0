import type { CreateTenant, Role, Scope } from '@portico/contracts';

/** Everybody's password in the demo. */
export const DEMO_PASSWORD = 'portico-demo';

/** What the seed's token must be allowed to do. */
export const SEED_SCOPES: Scope[] = [
  'tenants:read',
  'tenants:write',
  'sso:read',
  'sso:write',
  'sso:seed',
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
}

export interface DemoTenant extends CreateTenant {
  users: DemoUser[];
}

/** The people of "To Kill a Mockingbird"; the IdP simulator knows those of acme by the same addresses. */
export const DEMO_TENANTS: DemoTenant[] = [
  {
    slug: 'acme',
    name: 'Acme',
    users: [
      {
        email: 'admin@acme.example',
        name: 'Atticus Finch',
        externalId: 'acme-1001',
        roles: ['tenant_admin', 'member'],
      },
      { email: 'agent@acme.example', name: 'Scout Finch', externalId: 'acme-1002', roles: ['member'] },
      {
        email: 'leaver@acme.example',
        name: 'Arthur Radley',
        externalId: 'acme-1003',
        roles: ['member'],
        deactivated: true,
      },
    ],
  },
  {
    slug: 'platform',
    name: 'Portico',
    users: [
      { email: 'operator@portico.example', name: 'Maudie Atkinson', externalId: null, roles: ['operator'] },
      { email: 'support@portico.example', name: 'Heck Tate', externalId: null, roles: ['support'] },
    ],
  },
];

/** acme's connection, as its admin would have set it up at a Keycloak. */
export const DEMO_CONNECTION = {
  tenant: 'acme',
  provider: 'keycloak',
  name: 'Keycloak',
  clientId: 'portico-acme',
  issuerPath: '/keycloak/realms/acme',
} as const;
