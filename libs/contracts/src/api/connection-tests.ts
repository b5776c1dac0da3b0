import { z } from 'zod';
import { CODES, type Code } from '../codes.js';
import { Id, Reference } from '../ids.js';
import { Provider } from '../settings.js';
import { Role } from '../users.js';

const codes = Object.keys(CODES) as [Code, ...Code[]];

/** Body of `POST …/connections/{id}/tests`: which values are tried; the newest ones unless said. */
export const StartTest = z.strictObject({ revision: z.int().min(1).optional() });
export type StartTest = z.infer<typeof StartTest>;

/** Answer of `POST …/connections/{id}/tests`. */
export const TestStarted = z.object({
  testId: Id,
  /** Opens the provider's sign-in, in one browser and once; for 15 minutes. */
  testUrl: z.url(),
  expiresAt: z.iso.datetime(),
});
export type TestStarted = z.infer<typeof TestStarted>;

/** What would help after a refusal, each with a place in the settings. */
export const Remedy = z.enum([
  /** Prove the address's domain by DNS. */
  'prove_domain',
  /** Let people prove their mailbox by a code. */
  'allow_mailbox_proof',
  /** Declare that the provider only issues addresses which the company controls. */
  'own_addresses_only',
  /** Choose another claim for the e-mail address, or have the provider send one. */
  'choose_email_claim',
  'add_user',
  'activate_user',
  /** Release the identity that is linked to the user already. */
  'release_link',
  /** Link the identity beforehand, or choose another policy of matching. */
  'link_beforehand',
]);
export type Remedy = z.infer<typeof Remedy>;

/** A test sign-in and what came of it: `GET …/connections/{id}/tests/{testId}`. Claims are kept for a day. */
export const ConnectionTest = z.object({
  id: Id,
  connectionId: Id,
  provider: Provider,
  revision: z.int().min(1),
  /** `waiting` until its address is opened, `under_way` at the provider, `did_not_return` after 15 minutes. */
  status: z.enum(['waiting', 'under_way', 'succeeded', 'refused', 'did_not_return', 'expired']),
  /** Whether it matched an active administrator of the tenant: what enforcing and going live ask for. */
  passed: z.boolean(),
  /** Why it was refused. */
  code: z.enum(codes).nullable(),
  /** The provider's own error and description, as it sent them; at most 500 characters each. */
  upstreamError: z.object({ error: z.string(), description: z.string().nullable() }).nullable(),
  /** The claims of ID token and userinfo; null before they came, a day later, and for people of the platform. */
  claims: z.record(z.string(), z.unknown()).nullable(),
  /** Whom they match; `created` is a user who would be made. Null where nobody. */
  match: z
    .object({
      outcome: z.enum(['linked', 'matched', 'created']),
      user: z.object({ id: Id, email: z.string(), name: z.string(), roles: z.array(Role) }).nullable(),
    })
    .nullable(),
  remedies: z.array(Remedy),
  reference: Reference.nullable(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
});
export type ConnectionTest = z.infer<typeof ConnectionTest>;

/** What the broker knows of a connection by its logins and tests. */
export const ConnectionState = z.object({
  connectionId: Id,
  lastSignInAt: z.iso.datetime().nullable(),
  /** Refusals since the last sign-in, whose turn is the company's or its provider's; null where there are none. */
  failing: z
    .object({ since: z.iso.datetime(), count: z.int().min(1), code: z.enum(codes), reference: Reference })
    .nullable(),
  /** The newest revision that an administrator has signed in with, in a test or in earnest. */
  proof: z
    .object({ revision: z.int().min(1), by: z.enum(['test', 'login']), at: z.iso.datetime(), userId: Id })
    .nullable(),
});
export type ConnectionState = z.infer<typeof ConnectionState>;

/** `GET /v1/tenants/{tenantId}/connection-states`. */
export const ConnectionStates = z.object({ states: z.array(ConnectionState) });
export type ConnectionStates = z.infer<typeof ConnectionStates>;

/** A user's last sign-in. */
export const LastSignIn = z.object({
  userId: Id,
  at: z.iso.datetime(),
  method: z.enum(['sso', 'password', 'recovery']),
  connectionId: Id.nullable(),
  provider: Provider.nullable(),
});
export type LastSignIn = z.infer<typeof LastSignIn>;

/** `GET /v1/tenants/{tenantId}/last-sign-ins?userId=…`: of up to 100 users; those who never did are left out. */
export const LastSignIns = z.object({ signIns: z.array(LastSignIn) });
export type LastSignIns = z.infer<typeof LastSignIns>;
