import {
  AppError,
  type FieldFault,
  type Principal,
  type Provider,
  type UpdateConnection,
} from '@portico/contracts';
import { type Finding, type LintInput, lintConnection } from '@portico/policy';

/** Whether a bearer may do what only imports and the demo need: a machine application of the whole platform. */
export const maySeed = ({ kind, tenantId, scopes }: Principal): boolean =>
  kind === 'machine' && tenantId === null && scopes.includes('sso:seed');

/** Without `openid` there is no ID token (OpenID Connect Core 1.0 §3.1.2.1). */
const faultsOfScopes = ({ scopes }: UpdateConnection): FieldFault[] =>
  scopes && !scopes.includes('openid') ? [{ pointer: '/scopes', message: 'must contain openid' }] : [];

const NOT_OF_GOOGLE = ['clientId', 'clientSecret', 'discoveryUrl', 'secretExpiresAt', 'tokenAuth'] as const;

/** Google signs in with the platform's own client, whose only redirect URI is the shared one. */
const faultsOfGoogle = (wanted: UpdateConnection): FieldFault[] => [
  ...NOT_OF_GOOGLE.filter((name) => wanted[name] !== undefined).map((name) => ({
    pointer: `/${name}`,
    message: "a Google connection uses the platform's own client and has no such value",
  })),
  ...(wanted.callback === 'own'
    ? [{ pointer: '/callback', message: 'a Google connection uses the shared redirect URI' }]
    : []),
  // `email_verified` and `hd` of Google speak of this claim alone.
  ...((wanted.emailClaim ?? 'email') === 'email'
    ? []
    : [{ pointer: '/emailClaim', message: 'must be email for a Google connection' }]),
];

/** Refuses what fits no connection of this provider with `request_invalid`, and names the fields. */
export const checkFields = (provider: Provider, wanted: UpdateConnection): void => {
  const fields = [...faultsOfScopes(wanted), ...(provider === 'google' ? faultsOfGoogle(wanted) : [])];
  if (fields.length > 0) throw new AppError('request_invalid', { fields });
};

/**
 * On the shared redirect URI no address tells which provider an answer comes from (RFC 9700 §4.4), so only an
 * operator's machine chooses it, for connections moved over from Cognito. Refuses with `scope_insufficient`.
 */
export const checkCallback = (
  stored: { callback: string },
  { callback }: { callback?: string },
  bearer: Principal,
): void => {
  if (callback === 'shared' && stored.callback !== 'shared' && !maySeed(bearer))
    throw new AppError('scope_insufficient', { detail: 'a shared callback needs sso:seed' });
};

const toFault = ({ pointer, message, corrected }: Finding): FieldFault => ({ pointer, message, corrected });

/** Refuses values with a mistake that is known from this provider (`connection_values_invalid`), each explained. */
export const checkLint = (input: LintInput): void => {
  const findings = lintConnection(input);
  if (findings.length > 0)
    throw new AppError('connection_values_invalid', {
      detail: findings.map(({ rule }) => rule).join(', '),
      fields: findings.map(toFault),
    });
};

/** A refusal of the broker, with what a known mistake of this provider would explain about the address. */
export const explained = (error: unknown, input: LintInput): unknown => {
  if (!(error instanceof AppError) || !error.code.startsWith('discovery_')) return error;
  const findings = lintConnection({ ...input, refusal: error.code });
  if (findings.length === 0) return error;
  return new AppError(error.code, { detail: error.detail, cause: error, fields: findings.map(toFault) });
};
