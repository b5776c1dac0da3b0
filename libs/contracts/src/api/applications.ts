import { z } from 'zod';
import { Id } from '../ids.js';
import { Scope } from '../scopes.js';

/** An application's id, chosen by its team or kept from Cognito; `client_id` at the protocol's edge (RFC 6749 §2.2). */
export const ApplicationId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,62}$/, 'must be lower-case letters, digits and hyphens, 2 to 63 of them');

const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/;
const PRIVATE_USE = /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:\/(?!\/)/;
/** What an address consists of (RFC 3986 §2) without `#`, which begins a fragment, and `*`, which looks like a wildcard. */
const WRITTEN_PLAINLY = /^[\w\-.~:/?[\]@!$&'()+,;=%]+$/;

/**
 * Compared character by character. https; http on a loopback address (RFC 8252 §7.3); or a scheme of the application's
 * own in reversed domain form, such as `com.example.app:/callback` (RFC 8252 §7.1). No fragment, no user name, no wildcard.
 */
const RedirectUri = z
  .string()
  .max(2048)
  .regex(WRITTEN_PLAINLY, 'must be an address as it is written in a request, without fragment and wildcard')
  .refine(
    (uri) => PRIVATE_USE.test(uri) || isWebAddress(uri),
    'must be https, http on a loopback address, or a scheme such as com.example.app:/',
  );

const isWebAddress = (uri: string): boolean =>
  URL.canParse(uri) && (uri.startsWith('https://') || LOOPBACK.test(uri)) && hasNoUser(uri);

const hasNoUser = (uri: string): boolean => {
  const { username, password } = new URL(uri);
  return username === '' && password === '';
};

/** https, or http on a loopback address. */
const WebAddress = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .refine((uri) => isWebAddress(uri), 'must be https, or http on a loopback address');

/** Where another server listens: https, or http for an address inside the cluster that the deployment allows. */
const ServerAddress = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .regex(WRITTEN_PLAINLY, 'must be an address as it is written in a request, without fragment and wildcard')
  .refine((uri) => URL.canParse(uri) && hasNoUser(uri), 'must not carry a user name');

/**
 * How an application proves itself at the token endpoint (OpenID Connect Core §9): its secret by HTTP basic or in the
 * form, or an assertion signed by a key of its own.
 */
export const ApplicationAuth = z.enum(['basic', 'post', 'private_key_jwt']);
export type ApplicationAuth = z.infer<typeof ApplicationAuth>;

/** What a private or secret key has beside its public half (RFC 7518 §6.2.2, §6.3.2, §6.4.1; RFC 8037 §2). */
const PRIVATE_PARTS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** A JSON Web Key Set of public keys (RFC 7517 §5). */
const PublicKeySet = z.object({
  keys: z
    .array(
      z
        .looseObject({ kty: z.enum(['EC', 'RSA', 'OKP']) })
        .refine((key) => !PRIVATE_PARTS.some((part) => part in key), 'must be public: it has a private part'),
    )
    .min(1)
    .max(20),
});

/** An API that an application may get access tokens for, and the scopes that its tokens may carry (RFC 8707). */
const ResourceGrant = z.strictObject({
  audience: z.string().min(1).max(255),
  scopes: z.array(z.string().min(1).max(64)).max(50),
});

const common = {
  id: ApplicationId,
  name: z.string().trim().min(1).max(80),
  /** Scopes for the `/v1` APIs that its tokens may carry. */
  apiScopes: z.array(Scope).default([]),
  /** The registered resource servers that it may get access tokens for. */
  resources: z.array(ResourceGrant).max(50).default([]),
  /** The only tenants it serves; null for all. */
  tenantIds: z.array(Id).min(1).max(1000).nullable().default(null),
};

/** How a confidential or machine application proves itself; keys by value or by address belong to `private_key_jwt`. */
const proof = {
  tokenAuth: ApplicationAuth.default('basic'),
  jwks: PublicKeySet.nullable().default(null),
  jwksUri: ServerAddress.nullable().default(null),
};

interface Proof {
  tokenAuth: ApplicationAuth;
  jwks: unknown;
  jwksUri: string | null;
}

/** Keys come with `private_key_jwt`, by value or by address, and with nothing else (RFC 7591 §2). */
const checkProof = ({ tokenAuth, jwks, jwksUri }: Proof, context: z.RefinementCtx): void => {
  const given = [jwks !== null && 'jwks', jwksUri !== null && 'jwksUri'].filter((name) => name !== false);
  if (tokenAuth !== 'private_key_jwt')
    for (const name of given)
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'belongs to private_key_jwt; null otherwise',
      });
  else if (given.length !== 1)
    context.addIssue({
      code: 'custom',
      path: ['jwks'],
      message: 'private_key_jwt needs either jwks or jwksUri, and the other one null',
    });
};

interface Addresses {
  redirectUris: string[];
  postLogoutRedirectUris: string[];
}

/** A scheme of its own leads into a native application, which can keep no secret (RFC 8252 §8.4, §8.5). */
const checkNoOwnScheme = (application: Addresses, context: z.RefinementCtx): void => {
  for (const name of ['redirectUris', 'postLogoutRedirectUris'] as const)
    for (const [index, uri] of application[name].entries())
      if (PRIVATE_USE.test(uri))
        context.addIssue({
          code: 'custom',
          path: [name, index],
          message: 'a scheme of its own is for public applications, such as native ones',
        });
};

/** What belongs to signing people in, with its defaults. */
const signIn = {
  redirectUris: z.array(RedirectUri).min(1).max(20),
  postLogoutRedirectUris: z.array(RedirectUri).max(20).default([]),
  /** Where it is told that a session has ended (OpenID Connect Back-Channel Logout 1.0 §2.2); null for nowhere. */
  backchannelLogoutUri: ServerAddress.nullable().default(null),
  /** Where others send people to sign in to it (OpenID Connect Core §4); null for nowhere. */
  initiateLoginUri: WebAddress.nullable().default(null),
  /** The only connections that it admits at single sign-on; null for all. Passwords are as the tenant has them. */
  connectionIds: z.array(Id).min(1).max(1000).nullable().default(null),
  /** The signature of its ID and logout tokens. */
  idTokenAlg: z.enum(['ES256', 'RS256']).default('ES256'),
  idTokenSeconds: z.int().min(60).max(86_400).default(3600),
  accessTokenSeconds: z.int().min(60).max(300).default(300),
  /** How long it may refresh without a person, within the session; null for no refresh tokens at all. */
  refreshTokenSeconds: z
    .int()
    .min(300)
    .max(90 * 86_400)
    .nullable()
    .default(30 * 86_400),
};

/** Body of `POST /v1/applications`. */
export const CreateApplication = z.discriminatedUnion('kind', [
  /** Has no secret: a native application, or one in a browser alone. */
  z.strictObject({ ...common, ...signIn, kind: z.literal('public') }),
  /** Keeps a secret or a private key on its server. */
  z
    .strictObject({ ...common, ...signIn, ...proof, kind: z.literal('confidential') })
    .superRefine(checkProof)
    .superRefine(checkNoOwnScheme),
  /** Signs nobody in: gets tokens for itself by client credentials (RFC 6749 §4.4). */
  z
    .strictObject({
      ...common,
      ...proof,
      kind: z.literal('machine'),
      tenantIds: z.array(Id).length(1).nullable().default(null),
    })
    .superRefine(checkProof),
]);
export type CreateApplication = z.infer<typeof CreateApplication>;

/** A secret as the API shows it: when it was made and, once a newer one replaces it, when it ends; never itself. */
export const ApplicationSecret = z.object({
  id: Id,
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
});
export type ApplicationSecret = z.infer<typeof ApplicationSecret>;

/** An application as the API shows it. What does not belong to its kind is empty or null. */
export const Application = z.object({
  ...common,
  ...proof,
  ...signIn,
  kind: z.enum(['public', 'confidential', 'machine']),
  redirectUris: z.array(z.string()),
  /** Null for a public application. */
  tokenAuth: ApplicationAuth.nullable(),
  /** Newest first. */
  secrets: z.array(ApplicationSecret),
  createdAt: z.iso.datetime(),
});
export type Application = z.infer<typeof Application>;

/** Answer of `POST /v1/applications`: the secret is shown this once; null where it has none. */
export const ApplicationCreated = Application.extend({ clientSecret: z.string().nullable() });
export type ApplicationCreated = z.infer<typeof ApplicationCreated>;

/**
 * Body of `PATCH /v1/applications/{id}`: what is left out stays; id and kind never change. The application that comes of
 * it must be one that could be registered, so what does not belong to its kind is refused.
 */
export const UpdateApplication = z
  .strictObject({
    name: common.name,
    apiScopes: z.array(Scope),
    resources: z.array(ResourceGrant).max(50),
    tenantIds: z.array(Id).min(1).max(1000).nullable(),
    tokenAuth: ApplicationAuth,
    jwks: PublicKeySet.nullable(),
    jwksUri: ServerAddress.nullable(),
    redirectUris: signIn.redirectUris,
    postLogoutRedirectUris: z.array(RedirectUri).max(20),
    backchannelLogoutUri: ServerAddress.nullable(),
    initiateLoginUri: WebAddress.nullable(),
    connectionIds: z.array(Id).min(1).max(1000).nullable(),
    idTokenAlg: z.enum(['ES256', 'RS256']),
    idTokenSeconds: z.int().min(60).max(86_400),
    accessTokenSeconds: z.int().min(60).max(300),
    refreshTokenSeconds: z
      .int()
      .min(300)
      .max(90 * 86_400)
      .nullable(),
  })
  .partial();
export type UpdateApplication = z.infer<typeof UpdateApplication>;

/**
 * Answer of `PATCH /v1/applications/{id}`: a secret is in it, this once, only where the application has proved itself by
 * a key and had none.
 */
export const ApplicationUpdated = ApplicationCreated;
export type ApplicationUpdated = ApplicationCreated;

/** Body of `POST /v1/applications/{id}/secrets`: the older secrets go on for so long, a day unless said. */
export const RotateSecret = z.strictObject({
  overlapSeconds: z
    .int()
    .min(0)
    .max(30 * 86_400)
    .default(86_400),
});
export type RotateSecret = z.infer<typeof RotateSecret>;

/** Answer of `POST /v1/applications/{id}/secrets`: the new secret, shown this once. */
export const SecretRotated = ApplicationSecret.extend({ clientSecret: z.string() });
export type SecretRotated = z.infer<typeof SecretRotated>;

/** Every application, by id: `GET /v1/applications`. */
export const ApplicationList = z.object({ applications: z.array(Application) });
export type ApplicationList = z.infer<typeof ApplicationList>;
