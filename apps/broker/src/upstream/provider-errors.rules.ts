import type { Code, ConnectionSettings } from '@portico/contracts';
import { codeOfAadsts } from './aadsts.rules.js';

/** An error as an IdP sends it, in the browser's answer (RFC 6749 §4.1.2.1) or from its token endpoint (§5.2). */
export interface SentError {
  error: unknown;
  error_description?: unknown;
  error_codes?: unknown;
}

export interface DecodedError {
  code: Code;
  /** For the log: the words and numbers of the provider's own lists, never its free text. */
  detail: string;
}

type Words = Readonly<Record<string, Code>>;

const ANYWHERE: Words = {
  deleted_client: 'upstream_client_unknown',
  redirect_uri_mismatch: 'upstream_redirect_uri_unknown',
  invalid_redirect_uri: 'upstream_redirect_uri_unknown',
  invalid_scope: 'upstream_scope_refused',
  server_error: 'upstream_unreachable',
  temporarily_unavailable: 'upstream_unreachable',
};

/**
 * Beside the RFC's: OpenID Connect Core 1.0 §3.1.2.6, unmet_authentication_requirements, and Google's own
 * (https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors).
 */
const IN_THE_BROWSER: Words = {
  ...ANYWHERE,
  access_denied: 'upstream_denied',
  login_required: 'upstream_denied',
  interaction_required: 'upstream_denied',
  account_selection_required: 'upstream_denied',
  consent_required: 'upstream_consent_needed',
  unauthorized_client: 'upstream_client_unknown',
  invalid_client: 'upstream_client_unknown',
  org_internal: 'upstream_not_assigned',
  admin_policy_enforced: 'upstream_policy_refused',
  unmet_authentication_requirements: 'acr_unmet',
};

/** Keycloak says unauthorized_client for a wrong secret. */
const FROM_THE_TOKEN_ENDPOINT: Words = {
  ...ANYWHERE,
  invalid_client: 'upstream_client_refused',
  unauthorized_client: 'upstream_client_refused',
  invalid_grant: 'upstream_code_refused',
  interaction_required: 'upstream_policy_refused',
};

/** What the tenant's admin mends in a client of the tenant's own is the operator's to mend in the platform's. */
const OF_THE_CLIENT: readonly Code[] = [
  'upstream_client_refused',
  'upstream_secret_expired',
  'upstream_client_unknown',
  'upstream_redirect_uri_unknown',
  'upstream_scope_refused',
];

type Provider = ConnectionSettings['provider'];

/** The error of an answer that came by the browser. */
export const decodeAnswerError = (sent: SentError, provider: Provider): DecodedError =>
  decode(sent, IN_THE_BROWSER, provider, 'upstream_refused');

/** The error of a token endpoint; a 401 without a known word is about the client all the same (RFC 6749 §5.2). */
export const decodeTokenError = (sent: SentError, provider: Provider, status: number): DecodedError =>
  decode(
    sent,
    FROM_THE_TOKEN_ENDPOINT,
    provider,
    status === 401 ? 'upstream_client_refused' : 'upstream_refused',
  );

const decode = (sent: SentError, words: Words, provider: Provider, otherwise: Code): DecodedError => {
  const word = wordOf(sent.error);
  const number = numberOf(sent);
  const known = Object.hasOwn(words, word) ? words[word] : undefined;
  const code = (number === undefined ? undefined : codeOfAadsts(number)) ?? known ?? otherwise;
  return {
    code: provider === 'google' && OF_THE_CLIENT.includes(code) ? 'google_client_refused' : code,
    detail: [word || 'an error of no known form', number && `AADSTS${number}`].filter(Boolean).join(' '),
  };
};

const wordOf = (error: unknown): string =>
  typeof error === 'string' && /^\w{1,40}$/.test(error) ? error : '';

/** Entra ID's own number: in a list of the token endpoint's answer, in both as the prefix of the description. */
const numberOf = ({ error_codes, error_description }: SentError): string | undefined => {
  const listed: unknown = Array.isArray(error_codes) ? error_codes[0] : undefined;
  if (typeof listed === 'number') return listed.toString();
  return typeof error_description === 'string'
    ? /^AADSTS(\d{5,8})\b/.exec(error_description)?.[1]
    : undefined;
};

/**
 * Okta's management API, which answers in place of some authorization servers, has a form of its own for errors
 * (https://developer.okta.com/docs/reference/error-codes/); here it becomes that of RFC 6749 §5.2.
 */
export const toOAuthError = (body: string): string => {
  try {
    const { error, errorCode } = JSON.parse(body) as Record<string, unknown>;
    return error === undefined && typeof errorCode === 'string' ? JSON.stringify({ error: errorCode }) : body;
  } catch {
    return body;
  }
};
