import type { Code, Exemption, Mode, Role, SecondFactor, UserStatus } from '@portico/contracts';

/**
 * What is asked for: each purpose decides with the settings of that moment.
 *
 * - `offer` and `start`: what a screen shows, and whether a login may begin. Nobody has proved anything yet, so a
 *   deactivated user is routed like an active one.
 * - `callback`, `issue`, `refresh`, `keep`: whether what was proved still counts, at each door that it is shown to.
 * - `reset`: whether a password may be mailed for or set; as the password itself.
 * - `rehearse`: whether a user could go on if these were the settings, which the asker has made up. They are of no
 *   age, so none is too old; a deactivated user is blocked, as they would be.
 */
export type Purpose = 'offer' | 'start' | 'callback' | 'issue' | 'refresh' | 'keep' | 'reset' | 'rehearse';

/** All that a decision depends on; nothing is looked up and no clock is read. */
export interface DecisionInput {
  tenant: {
    tenantId: string;
    status: 'active' | 'suspended';
    settingsVersion: number;
    /** Seconds since the broker last heard that these are the newest settings. */
    ageSeconds: number;
    connections: readonly { id: string; mode: Mode }[];
    exemptions: readonly Exemption[];
    secondFactor: SecondFactor;
  };
  user?: { userId: string; status: UserStatus; roles: readonly Role[] };
  application: {
    /** Null admits every tenant, or every connection of an admitted tenant. */
    tenantIds: readonly string[] | null;
    connectionIds: readonly string[] | null;
    /** Its API scopes include `sso:mend`: the only place where a recovery code opens anything. */
    mayMendSso?: boolean;
  };
  /** `recovery`: by a recovery code of a tenant's administrator. */
  method: 'password' | 'recovery' | { connectionId: string };
  purpose: Purpose;
  /** What has been proved so far: before it is, nothing can be said of a second factor. */
  proof: 'none_yet' | Proof;
  now: Date;
}

/** How somebody proved who they are. */
export interface Proof {
  /** Authentication methods (RFC 8176 §2); a second factor is `mfa`. */
  amr: readonly string[] | null;
  /** At a sign-in by password: whether the user has set up a second factor. Later nobody asks again. */
  hasFactor?: boolean;
}

/** The ways in that the tenant offers now. */
export interface Offers {
  password: boolean;
  connectionIds: string[];
}

/** Whether it may go on, by which rule, and what is offered instead. */
export interface Decision {
  allowed: boolean;
  code?: Code;
  rule: string;
  offers: Offers;
}

/** Without contact for this long, a password could be one that enforcement has just forbidden. */
export const PASSWORD_STALE_SECONDS = 30;

/** Without contact for this long, nothing is decided from old settings any more. */
export const SETTINGS_STALE_SECONDS = 300;

/** Whoever reaches every tenant is not let in by a password alone, wherever they are a user. */
const ROLES_WITH_FACTOR: readonly Role[] = ['operator', 'support'];

/** The doors where what was proved is shown; a reset proves nothing and signs nobody in. */
const AFTER_THE_PROOF: readonly Purpose[] = ['callback', 'issue', 'refresh', 'keep'];

const wantsFactor = ({ tenant, user }: DecisionInput, { hasFactor }: Proof): boolean =>
  tenant.secondFactor.password === 'required' ||
  hasFactor === true ||
  (user?.roles ?? []).some((role) => ROLES_WITH_FACTOR.includes(role));

type Rule = (input: DecisionInput) => Code | undefined;

const isEnforced = ({ tenant }: DecisionInput): boolean =>
  tenant.connections.some((connection) => connection.mode === 'enforced');

const isExempt = ({ tenant, user, now }: DecisionInput): boolean =>
  tenant.exemptions.some(({ userId, until }) => userId === user?.userId && new Date(until) > now);

/** The doors of a session that has begun. */
const AFTER_THE_SIGN_IN: readonly Purpose[] = ['issue', 'refresh', 'keep'];

/**
 * Only while single sign-on is enforced; but whoever has signed in to lower that is not thrown out by doing so. Their
 * session is over after half an hour whatever happens (docs/decisions/0015-recovery-sessions-outlive-enforcement.md).
 */
const isRecoveryDue = (input: DecisionInput): boolean =>
  isEnforced(input) || AFTER_THE_SIGN_IN.includes(input.purpose);

/** A deactivated user is routed like an active one, and refused after the proof. */
const BEFORE_THE_PROOF: readonly Purpose[] = ['offer', 'start'];

const RULES: Readonly<Record<string, Rule>> = {
  tenant_is_active: ({ tenant }) => (tenant.status === 'active' ? undefined : 'tenant_inactive'),

  application_admits: ({ application, tenant, method }) => {
    const { tenantIds, connectionIds } = application;
    if (tenantIds && !tenantIds.includes(tenant.tenantId)) return 'application_not_admitted';
    if (typeof method === 'string' || !connectionIds) return undefined;
    return connectionIds.includes(method.connectionId) ? undefined : 'application_not_admitted';
  },

  settings_are_fresh: ({ tenant, method, purpose }) => {
    if (purpose === 'rehearse' || tenant.connections.length === 0) return undefined;
    // A recovery code as well: enforcement may have ended since, and while the settings cannot be reached nothing in
    // them can be mended.
    const limit = typeof method === 'string' ? PASSWORD_STALE_SECONDS : SETTINGS_STALE_SECONDS;
    return tenant.ageSeconds > limit ? 'settings_stale' : undefined;
  },

  user_is_active: ({ user, purpose }) =>
    user?.status === 'deactivated' && !BEFORE_THE_PROOF.includes(purpose) ? 'user_deactivated' : undefined,

  password_is_allowed: (input) =>
    input.method === 'password' && isEnforced(input) && !isExempt(input) ? 'sso_required' : undefined,

  // An administrator by name: whom nobody has asked about yet is nobody's reason to refuse.
  recovery_is_open: (input) => {
    const { method, user, application } = input;
    if (method !== 'recovery') return undefined;
    const isAdmin = user?.roles.includes('tenant_admin') ?? BEFORE_THE_PROOF.includes(input.purpose);
    return isAdmin && application.mayMendSso && isRecoveryDue(input) ? undefined : 'recovery_not_open';
  },

  connection_is_on: ({ method, tenant }) => {
    if (typeof method === 'string') return undefined;
    const connection = tenant.connections.find(({ id }) => id === method.connectionId);
    return !connection || connection.mode === 'off' ? 'connection_off' : undefined;
  },

  connection_is_the_enforced_one: (input) => {
    const { method, tenant } = input;
    if (typeof method === 'string' || !isEnforced(input)) return undefined;
    const connection = tenant.connections.find(({ id }) => id === method.connectionId);
    return connection?.mode === 'enforced' ? undefined : 'connection_not_enforced';
  },

  // What a provider means by an acr is its own; mfa in amr alone means the same everywhere (RFC 8176 §2).
  second_factor_is_given: (input) => {
    const { method, purpose, proof, tenant } = input;
    if (proof === 'none_yet' || !AFTER_THE_PROOF.includes(purpose)) return undefined;
    // It stands for every proof that may have been lost, and opens nothing but the way back to them.
    if (method === 'recovery' || proof.amr?.includes('mfa')) return undefined;
    if (method === 'password') return wantsFactor(input, proof) ? 'second_factor_required' : undefined;
    return tenant.secondFactor.sso === 'proved' ? 'second_factor_unproved' : undefined;
  },
};

const offersOf = (input: DecisionInput): Offers => {
  const wanted: Mode = isEnforced(input) ? 'enforced' : 'enabled';
  const admitted = input.application.connectionIds;
  return {
    password: !isEnforced(input) || isExempt(input),
    connectionIds: input.tenant.connections
      .filter(({ id, mode }) => mode === wanted && (admitted?.includes(id) ?? true))
      .map(({ id }) => id),
  };
};

/**
 * The one decision about modes: whether this user may go on by this method for this purpose, now.
 * Used by the login screens, the callback, code issue, session keeping and everything later that asks the same.
 */
export const decide = (input: DecisionInput): Decision => {
  const offers = offersOf(input);
  for (const [rule, refusal] of Object.entries(RULES)) {
    const code = refusal(input);
    if (code) return { allowed: false, code, rule, offers };
  }
  return { allowed: true, rule: 'allowed', offers };
};
