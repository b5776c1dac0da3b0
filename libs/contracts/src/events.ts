import { z } from 'zod';
import { CODES, type Code } from './codes.js';
import { Email, Id, Reference } from './ids.js';
import { Mode, Provider } from './settings.js';
import { Role } from './users.js';

/** A fact's contract: its subject on NATS, its version, its payload. */
export interface EventContract<S extends z.ZodType = z.ZodType> {
  /** The event's name in the past tense; also `ce-type` and the NATS subject. */
  type: string;
  /** `ce-dataversion`: raised by anything but a new optional field. */
  version: number;
  /** Completes "published whenever …" in the documentation. */
  when: string;
  data: S;
  example: z.input<S>;
}

const event = <S extends z.ZodType>(contract: EventContract<S>): EventContract<S> => Object.freeze(contract);

/** The attributes of a fact, CloudEvents 1.0 in binary mode: each travels as a `ce-` header, the payload is the body. */
export const FactAttributes = z.object({
  /** `ce-id`: unique; subscribers deduplicate by it. */
  id: Id,
  /** `ce-source`: the service that published it, such as `portico/broker`. */
  source: z.string(),
  /** `ce-time`: when it happened. */
  time: z.iso.datetime(),
  /** `ce-subject`: what it is about, such as a user's or a login's id. */
  subject: z.string(),
  /** `ce-tenantid`: the tenant it belongs to. */
  tenantId: Id,
});
export type FactAttributes = z.infer<typeof FactAttributes>;

/** A published fact with its attributes and its typed payload. */
export type Fact<E extends EventContract> = FactAttributes & { type: E['type']; data: z.infer<E['data']> };

const codes = Object.keys(CODES) as [Code, ...Code[]];

const userId = '0199d5a0-0000-7000-8000-000000000002';
const connectionId = '0199d5a0-0000-7000-8000-000000000003';
const loginId = '0199d5a0-0000-7000-8000-000000000004';

export const SsoConfigChanged = event({
  type: 'sso.config.changed',
  version: 1,
  when: "a tenant's SSO settings have a new version",
  data: z.object({
    version: z.int().min(1),
    changed: z.array(
      z.enum([
        'tenant',
        'connection_added',
        'connection_name',
        'connection_values',
        'connection_mode',
        'connection_removed',
        'connection_pending',
        'domains',
        'exemptions',
        'matching',
        'sessions',
        'second_factor',
      ]),
    ),
    connectionId: Id.optional(),
    provider: Provider.optional(),
    mode: Mode.optional(),
  }),
  example: { version: 7, changed: ['connection_mode'], connectionId, provider: 'okta', mode: 'enforced' },
});

export const SsoConnectionTested = event({
  type: 'sso.connection.tested',
  version: 1,
  when: "a test sign-in of a connection's values ends",
  data: z.object({
    testId: Id,
    connectionId: Id,
    provider: Provider,
    revision: z.int().min(1),
    /** Whether it matched an active administrator of the tenant. */
    passed: z.boolean(),
    /** Who asked for it: a user, a machine, or somebody with a set-up link, whose tests make nothing live. */
    askedBy: z.enum(['user', 'machine', 'set_up']),
    /** Why it did not end with a user of the tenant. */
    code: z.enum(codes).optional(),
  }),
  example: { testId: loginId, connectionId, provider: 'okta', revision: 3, passed: true, askedBy: 'user' },
});

export const SsoBreakGlassOpened = event({
  type: 'sso.breakglass.opened',
  version: 1,
  when: "a second person of the platform approves that an operator may mend a tenant's single sign-on",
  data: z.object({
    breakGlassId: Id,
    reason: z.string(),
    requestedBy: Id,
    approvedBy: Id,
    openUntil: z.iso.datetime(),
  }),
  example: {
    breakGlassId: loginId,
    reason: 'Ticket 4711: the certificate of their Keycloak has expired',
    requestedBy: userId,
    approvedBy: connectionId,
    openUntil: '2026-11-23T08:30:00.000Z',
  },
});

export const SsoDomainEndangered = event({
  type: 'sso.domain.endangered',
  version: 1,
  when: 'the TXT record of a proved domain is found missing for the first time',
  data: z.object({ domain: z.string(), missingSince: z.iso.datetime(), provedUntil: z.iso.datetime() }),
  example: {
    domain: 'acme.example',
    missingSince: '2026-11-23T08:00:00.000Z',
    provedUntil: '2026-11-30T08:00:00.000Z',
  },
});

export const SessionRecoveryStarted = event({
  type: 'session.recovery.started',
  version: 1,
  when: "an administrator signs in by a recovery code, to mend their company's single sign-on",
  data: z.object({ sessionId: z.string(), userId: Id, reference: Reference, endsAt: z.iso.datetime() }),
  example: {
    sessionId: 'Qy5X0nGQbZ0',
    userId,
    reference: 'OTTER-2719',
    endsAt: '2026-11-23T08:30:00.000Z',
  },
});

const loginFields = {
  loginId: Id,
  reference: Reference,
  applicationId: z.string(),
  /** `recovery` by an admin's recovery code. */
  method: z.enum(['sso', 'password', 'recovery']),
  connectionId: Id.optional(),
  provider: Provider.optional(),
  startedAt: z.iso.datetime(),
};

export const LoginCompleted = event({
  type: 'login.completed',
  version: 1,
  when: 'a browser login ends with a person signed in',
  data: z.object({ ...loginFields, userId: Id, externalId: z.string().nullable() }),
  example: {
    loginId,
    reference: 'OTTER-2719',
    applicationId: 'phone',
    method: 'sso',
    connectionId,
    provider: 'keycloak',
    startedAt: '2026-11-23T08:00:00.000Z',
    userId,
    externalId: 'acme-1042',
  },
});

export const LoginFailed = event({
  type: 'login.failed',
  version: 1,
  when: 'a browser login of a known tenant ends with a refusal',
  data: z.object({
    ...loginFields,
    userId: Id.optional(),
    externalId: z.string().nullable().optional(),
    code: z.enum(codes),
  }),
  example: {
    loginId,
    reference: 'HERON-0042',
    applicationId: 'phone',
    method: 'sso',
    connectionId,
    provider: 'keycloak',
    startedAt: '2026-11-23T08:00:00.000Z',
    code: 'user_unknown',
  },
});

const userFields = { userId: Id, externalId: z.string().nullable() };
const profile = { email: Email, name: z.string(), roles: z.array(Role) };
const profileExample = { email: 'scout@acme.example', name: 'Scout Finch', roles: ['member' as const] };

export const UserCreated = event({
  type: 'user.created',
  version: 1,
  when: 'a user is added to a tenant',
  data: z.object({ ...userFields, ...profile }),
  example: { userId, externalId: 'acme-1042', ...profileExample },
});

export const UserUpdated = event({
  type: 'user.updated',
  version: 1,
  when: "a user's e-mail, name, external id or roles change, or a deactivated user becomes active again",
  data: z.object({ ...userFields, ...profile }),
  example: { userId, externalId: 'acme-1042', ...profileExample },
});

export const UserDeactivated = event({
  type: 'user.deactivated',
  version: 1,
  when: 'a user may no longer sign in',
  data: z.object(userFields),
  example: { userId, externalId: 'acme-1042' },
});

export const UserLinked = event({
  type: 'user.linked',
  version: 1,
  when: "an identity of a connection is pinned to a user: on that identity's first sign-in, or beforehand",
  data: z.object({ ...userFields, connectionId: Id }),
  example: { userId, externalId: 'acme-1042', connectionId },
});

export const UserUnlinked = event({
  type: 'user.unlinked',
  version: 1,
  when: "an admin releases an identity of a connection from a user, so that the person's next sign-in is a first one again",
  data: z.object({ ...userFields, connectionId: Id }),
  example: { userId, externalId: 'acme-1042', connectionId },
});

export const SessionEnded = event({
  type: 'session.ended',
  version: 1,
  when: "a browser's signed-in state at Portico ends before its time",
  data: z.object({
    sessionId: z.string(),
    userId: Id,
    externalId: z.string().nullable().optional(),
    /**
     * `logout` by the person, `password_changed`, `replaced` by somebody else's sign-in in the same browser,
     * `not_allowed` any longer by the settings or the user record (`code` says why), `revoked` by an admin,
     * `provider_logout` by the identity provider's back-channel, `provider_refused` at a re-check there.
     */
    reason: z.enum([
      'logout',
      'password_changed',
      'replaced',
      'not_allowed',
      'revoked',
      'provider_logout',
      'provider_refused',
    ]),
    /** What no longer allows it, for `not_allowed`. */
    code: z.enum(codes).optional(),
  }),
  example: { sessionId: 'Qy5X0nGQbZ0', userId, reason: 'not_allowed', code: 'connection_off' },
});

export const SessionGrantRevoked = event({
  type: 'session.grant.revoked',
  version: 1,
  when: 'what an application was granted in a session is revoked while the session goes on: by the application, or because a refresh token was used a second time and may be stolen',
  data: z.object({
    sessionId: z.string(),
    userId: Id,
    externalId: z.string().nullable().optional(),
    applicationId: z.string(),
    reason: z.enum(['refresh_token_reused', 'revoked']),
  }),
  example: { sessionId: 'Qy5X0nGQbZ0', userId, applicationId: 'phone', reason: 'refresh_token_reused' },
});

/** Every fact that Portico publishes, by its type. */
export const EVENTS: Readonly<Record<string, EventContract>> = Object.freeze(
  Object.fromEntries(
    [
      SsoConfigChanged,
      SsoConnectionTested,
      SsoBreakGlassOpened,
      SsoDomainEndangered,
      LoginCompleted,
      LoginFailed,
      UserCreated,
      UserUpdated,
      UserDeactivated,
      UserLinked,
      UserUnlinked,
      SessionEnded,
      SessionGrantRevoked,
      SessionRecoveryStarted,
    ].map((contract) => [contract.type, contract as EventContract]),
  ),
);
