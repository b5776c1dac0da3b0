import type { z } from 'zod';
import {
  Application,
  ApplicationCreated,
  CreateApplication,
  RotateSecret,
  SecretRotated,
  UpdateApplication,
} from './applications.js';
import { ResourceServer, SetResourceServer } from './resource-servers.js';
import { BrowserSession, SessionsEnded } from './sessions.js';
import { RotateSigningKeys, SigningKey } from './signing-keys.js';
import {
  Connection,
  ConnectionRevision,
  CreateConnection,
  NamedExemption,
  SetExemption,
  SetMode,
  SsoSettings,
  UpdateConnection,
} from './connections.js';
import { ClaimDomain, Domain } from './domains.js';
import { ImportedUser, ImportResult, UserImport } from './imports.js';
import { CreateFactor, Factor, FactorCreated } from './factors.js';
import { CreateLink, IdentityLink, ReleasedLinks } from './links.js';
import {
  CreateTenant,
  SetMatching,
  SetSessionLifetimes,
  SetSecondFactor,
  SetUnlistedProvider,
  Tenant,
  UpdateTenant,
} from './tenants.js';
import { SET_UP_EXAMPLES } from './set-up-examples.js';
import { CreateUser, PasswordLink, SetPassword, UpdateUser, User, UserSummary } from './users.js';

const id = (n: number): string => `0199d5a0-0000-7000-8000-00000000000${n}`;
const now = '2026-11-23T09:00:00.000Z';

/** A body that fits its schema; the compiler and a test say so. */
const example = <S extends z.ZodType>(schema: S, value: z.input<S>): [S, z.input<S>] => [schema, value];

const matching = { policy: 'match_only', mailboxProof: false } as const;
const secondFactor = { password: 'optional', sso: 'trusted' } as const;
const tenant: Tenant = {
  id: id(1),
  slug: 'acme',
  name: 'Acme',
  status: 'active',
  settingsVersion: 4,
  matching,
  sessions: { absoluteSeconds: 43_200, idleSeconds: null },
  secondFactor,
  unlistedProvider: false,
  createdAt: now,
};
const values = {
  clientId: 'portico-acme',
  clientSecretSet: true,
  issuer: 'https://idp.acme.example/realms/acme',
  userinfoMethod: 'GET',
  scopes: ['openid', 'email', 'profile'],
  tokenAuth: 'auto',
  emailClaim: 'email',
  secretExpiresAt: null,
  issuesOwnAddressesOnly: false,
  callback: 'own',
  honoursSessionExpiry: false,
  recheckMinutes: null,
} as const;
const connection: Connection = {
  id: id(3),
  tenantId: id(1),
  provider: 'keycloak',
  name: 'Keycloak',
  mode: 'enabled',
  revision: 1,
  pendingRevision: null,
  redirectUri: `https://sso.example.com/oauth2/idpresponse/${id(3)}`,
  backchannelLogoutUri: `https://sso.example.com/oauth2/backchannel-logout/${id(3)}`,
  ...values,
  scopes: [...values.scopes],
  draft: null,
  createdAt: now,
};
const domain: Domain = {
  domain: 'acme.example',
  status: 'pending',
  challenge: {
    name: '_portico-challenge.acme.example',
    value: 'portico-domain-verification=1f0c',
    expiresAt: now,
  },
  provedAt: null,
  checkedAt: null,
  missingSince: null,
};
const exemption: NamedExemption = {
  userId: id(2),
  until: '2027-01-31T00:00:00.000Z',
  reason: 'contractor without an account at our provider',
  grantedBy: id(4),
  grantedAt: now,
};
const user: User = {
  id: id(2),
  tenantId: id(1),
  email: 'scout@acme.example',
  name: 'Scout Finch',
  externalId: 'acme-1002',
  roles: ['member'],
  status: 'active',
  passwordSet: false,
  linkedConnectionIds: [],
  createdAt: now,
};
const application: Application = {
  id: 'phone',
  name: 'Phone',
  kind: 'confidential',
  redirectUris: ['https://phone.example.com/callback'],
  postLogoutRedirectUris: ['https://phone.example.com/'],
  backchannelLogoutUri: 'https://phone.example.com/backchannel-logout',
  initiateLoginUri: 'https://phone.example.com/sign-in',
  tokenAuth: 'basic',
  jwks: null,
  jwksUri: null,
  secrets: [{ id: id(8), createdAt: now, expiresAt: null }],
  apiScopes: ['users:read'],
  resources: [{ audience: 'https://calls.example.com', scopes: ['calls:read'] }],
  tenantIds: null,
  connectionIds: null,
  idTokenAlg: 'ES256',
  idTokenSeconds: 3600,
  accessTokenSeconds: 300,
  refreshTokenSeconds: 2_592_000,
  createdAt: now,
};
const resourceServer: SetResourceServer = {
  name: 'Calls',
  audience: 'https://calls.example.com',
  scopes: ['calls:read', 'calls:write'],
  tokenAlg: 'ES256',
};
const factor: Factor = {
  id: id(5),
  kind: 'totp',
  name: 'Authenticator app',
  createdAt: now,
  lastUsedAt: null,
};
const profile = { email: user.email, name: user.name, externalId: user.externalId };

/** One example for every body that the `/v1` APIs take or give; lists and pages are made of them. */
export const API_EXAMPLES: readonly (readonly [z.ZodType, unknown])[] = [
  ...SET_UP_EXAMPLES,
  example(CreateTenant, { slug: 'acme', name: 'Acme' }),
  example(UpdateTenant, { name: 'Acme Corporation' }),
  example(Tenant, tenant),
  example(SetSessionLifetimes, { absoluteSeconds: 86_400, idleSeconds: 3600 }),
  example(SetMatching, matching),
  example(SetSecondFactor, { password: 'required', sso: 'trusted' }),
  example(SetUnlistedProvider, { allowed: true }),
  example(CreateConnection, { provider: 'keycloak', name: 'Keycloak' }),
  example(UpdateConnection, {
    clientId: values.clientId,
    clientSecret: 'the secret that the provider shows',
    discoveryUrl: values.issuer,
  }),
  example(SetMode, { mode: 'enforced' }),
  example(Connection, connection),
  example(ConnectionRevision, {
    revision: 1,
    status: 'live',
    savedBy: id(4),
    savedAt: now,
    changed: ['clientId', 'clientSecret', 'issuer'],
    ...values,
    scopes: [...values.scopes],
  }),
  example(SetExemption, { until: exemption.until, reason: exemption.reason }),
  example(NamedExemption, exemption),
  example(SsoSettings, { tenant, connections: [connection], domains: [domain], exemptions: [exemption] }),
  example(ClaimDomain, { domain: 'acme.example' }),
  example(Domain, domain),
  example(CreateUser, { ...profile, roles: ['member'] }),
  example(UpdateUser, { status: 'deactivated' }),
  example(SetPassword, { password: 'a long sentence is a good one' }),
  example(PasswordLink, {
    url: 'https://login.example.com/password?token=Vw1nR2l0c2VsZi1pcy1hbi1leGFtcGxlLW9mLWEtdG9r',
    expiresAt: '2026-11-23T10:00:00.000Z',
  }),
  example(User, user),
  example(UserSummary, { active: 4711, deactivated: 89, admins: 3 }),
  example(ImportedUser, {
    ...profile,
    roles: ['member'],
    status: 'active',
    links: [{ connectionId: id(3), issuer: values.issuer, subject: '7f3c-scout' }],
  }),
  example(ImportResult, { line: 1, outcome: 'created', userId: id(2) }),
  example(UserImport, {
    importId: id(6),
    lastLine: 1000,
    finished: true,
    counts: { created: 990, updated: 4, unchanged: 4, refused: 2 },
  }),
  example(CreateLink, { connectionId: id(3), issuer: values.issuer, subject: '7f3c-scout' }),
  example(IdentityLink, {
    id: id(5),
    connectionId: id(3),
    issuer: values.issuer,
    subject: '7f3c-scout',
    linkedAt: now,
  }),
  example(CreateFactor, { kind: 'totp' }),
  example(Factor, factor),
  example(FactorCreated, {
    ...factor,
    secret: 'shown this once',
    otpauthUri: 'otpauth://totp/Portico:scout%40acme.example?secret=…',
  }),
  example(ReleasedLinks, { released: 12 }),
  example(CreateApplication, {
    id: application.id,
    name: application.name,
    kind: 'confidential',
    redirectUris: application.redirectUris,
    apiScopes: application.apiScopes,
  }),
  example(Application, application),
  example(ApplicationCreated, { ...application, clientSecret: 'shown this once' }),
  example(UpdateApplication, {
    redirectUris: [...application.redirectUris, 'https://phone.example.com/new'],
  }),
  example(RotateSecret, { overlapSeconds: 3600 }),
  example(SecretRotated, { id: id(9), createdAt: now, expiresAt: null, clientSecret: 'shown this once' }),
  example(SetResourceServer, resourceServer),
  example(ResourceServer, { id: 'calls', createdAt: now, ...resourceServer }),
  example(BrowserSession, {
    id: 'Qy5X0nGQbZ0',
    userId: id(4),
    email: user.email,
    method: 'sso',
    connectionId: id(3),
    provider: 'keycloak',
    amr: ['pwd'],
    applicationIds: ['phone'],
    startedAt: now,
    lastUsedAt: now,
    expiresAt: '2026-11-23T21:00:00.000Z',
  }),
  example(SessionsEnded, { ended: 3 }),
  example(SigningKey, {
    kid: 'nRv3cPOMqd4',
    alg: 'ES256',
    status: 'active',
    createdAt: now,
    activeFrom: now,
    publishedUntil: null,
  }),
  example(RotateSigningKeys, { immediately: false }),
];
