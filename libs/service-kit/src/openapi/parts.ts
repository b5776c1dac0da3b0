import { ApplicationId, Id, Reference, type Scope } from '@portico/contracts';
import { z } from 'zod';

/** What each scope lets its bearer do. */
export const SCOPE_TEXTS: Readonly<Record<Scope, string>> = {
  'tenants:read': 'Read tenants.',
  'tenants:write': 'Add, rename and suspend tenants.',
  'sso:read': 'Read connections, domains and settings.',
  'sso:write': 'Change connections, domains and settings.',
  'sso:mend':
    'Mend single sign-on and lower modes; what a recovery sign-in and an opened break-glass may do.',
  'sso:set-up': 'Set up the one connection of a set-up link.',
  'sso:seed': 'Enforce a connection without a test and a rehearsal; for imports, by the platform only.',
  'sso:support': 'Switch the unlisted provider on for a tenant.',
  'users:read': 'Read users and their links.',
  'users:write': 'Change users, passwords and links, and import users.',
  'applications:read': 'Read applications.',
  'sessions:read': 'See who is signed in.',
  'sessions:write': 'End sessions.',
  'keys:read': 'Read the public keys that sign tokens. Platform only.',
  'keys:write': 'Rotate the keys that sign tokens. Platform only.',
  'applications:write': 'Register and change applications.',
};

const NOT_BY_ID: Readonly<Record<string, z.ZodType>> = {
  applicationId: ApplicationId,
  reference: Reference,
  domain: z.string().max(253),
  revision: z.int().min(1),
};

/** The schema of a parameter in a path; what is not listed is an id. */
export const schemaOfPathParameter = (name: string): z.ZodType => NOT_BY_ID[name] ?? Id;

/** Request headers that operations share. */
export const REQUEST_HEADERS = {
  'if-match': {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The ETag of the state that is to be changed (RFC 9110 §13.1.1).',
    schema: { type: 'string', pattern: '^"\\d+"$' },
    example: '"3"',
  },
  'idempotency-key': {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Names this request. Sent again by the same bearer within 24 hours with the same content, it is answered as ' +
      'the first time and nothing is done twice (draft-ietf-httpapi-idempotency-key-header).',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,257}$' },
    example: '8e03978e-40d5-43e8-bc93-6894a57f9324',
  },
} as const;

/** Answer headers that operations share. */
export const ANSWER_HEADERS = {
  ETag: {
    description: 'The state of the resource, wanted back as `If-Match`.',
    schema: { type: 'string' },
  },
  Location: {
    description: 'Where the new resource is.',
    schema: { type: 'string', format: 'uri-reference' },
  },
  'WWW-Authenticate': {
    description: 'How to prove who asks (RFC 6750 §3).',
    schema: { type: 'string' },
  },
  'Retry-After': { description: 'Seconds to wait before the next try.', schema: { type: 'integer' } },
  'Idempotency-Replayed': {
    description: '`true` where this is the stored answer of an earlier request with this key.',
    schema: { type: 'string', const: 'true' },
  },
} as const;
