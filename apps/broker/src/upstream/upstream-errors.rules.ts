import { AppError, type Code, type ConnectionSettings } from '@portico/contracts';
import { ClientError, ResponseBodyError } from 'openid-client';
import { decodeTokenError, type SentError } from './provider-errors.rules.js';
import { ProviderRefusal } from './provider-refusal.js';
import { type RefusalReason, UpstreamRefusal } from './upstream-refusal.js';

/** Which request of a login failed. */
export type Step = 'discovery' | 'token' | 'userinfo';

const CODE_OF_REASON: Record<RefusalReason, Code> = {
  malformed: 'upstream_answer_invalid',
  insecure: 'upstream_answer_invalid',
  private: 'upstream_unreachable',
  unreachable: 'upstream_unreachable',
  timeout: 'upstream_timeout',
  unusable: 'upstream_answer_invalid',
  not_openid: 'upstream_answer_invalid',
  issuer_mismatch: 'upstream_answer_invalid',
  multi_tenant: 'upstream_answer_invalid',
};

const SETUP_CODE_OF_REASON: Record<RefusalReason, Code> = {
  malformed: 'discovery_url_malformed',
  insecure: 'discovery_url_insecure',
  private: 'discovery_url_private',
  unreachable: 'discovery_unreachable',
  timeout: 'discovery_unreachable',
  unusable: 'discovery_not_openid',
  not_openid: 'discovery_not_openid',
  issuer_mismatch: 'discovery_issuer_mismatch',
  multi_tenant: 'discovery_multi_tenant',
};

/** A failure while an admin's Discovery URL is looked at. What this room does not know stays as it is. */
export const toDiscoveryError = (error: unknown): unknown =>
  error instanceof UpstreamRefusal
    ? new AppError(SETUP_CODE_OF_REASON[error.reason], { detail: error.detail })
    : error;

/** A failure during a login. What this room does not know stays as it is. */
export const toUpstreamError = (
  error: unknown,
  step: Step,
  provider: ConnectionSettings['provider'],
): unknown => {
  if (error instanceof AppError) return error;
  const refusal = causeIn(error, UpstreamRefusal);
  if (refusal) return new AppError(CODE_OF_REASON[refusal.reason], { detail: refusal.detail });
  // What openid-client stumbles over when a member of an answer has a type that it does not expect.
  if (error instanceof TypeError)
    return new AppError('upstream_answer_invalid', { detail: step, cause: error });
  if (error instanceof ResponseBodyError) {
    const sent = sentIn(error);
    const { code, detail } = decodeTokenError(sent, provider, error.status);
    return new ProviderRefusal(code, `${step}: ${detail}`, sent);
  }
  if (!(error instanceof ClientError)) return error;
  // No cause, here and above: openid-client keeps whole answers, tokens and claims in it.
  return new AppError(codeOf(error, step), { detail: `${step}: ${error.code ?? ''} ${error.message}` });
};

/** What this room threw inside openid-client, which wraps it. */
export const causeIn = <E extends Error>(
  error: unknown,
  kind: new (...parameters: never[]) => E,
): E | undefined => {
  if (error instanceof kind) return error;
  return error instanceof Error && error.cause !== undefined ? causeIn(error.cause, kind) : undefined;
};

const sentIn = ({ error, error_description, cause }: ResponseBodyError): SentError => ({
  error,
  error_description,
  error_codes: cause['error_codes'],
});

const codeOf = (error: ClientError, step: Step): Code => {
  if (error.code === 'OAUTH_TIMEOUT') return 'upstream_timeout';
  return step === 'userinfo' ? codeOfUserinfo(error) : codeOfClientError(error);
};

const codeOfUserinfo = (error: ClientError): Code => {
  if (error.code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED') return 'userinfo_subject_mismatch';
  const status = statusOf(error) ?? 200;
  if (status === 405) return 'userinfo_method_refused';
  return status >= 400 ? 'userinfo_refused' : 'upstream_answer_invalid';
};

const codeOfClientError = (error: ClientError): Code => {
  const evidence = evidenceOf(error);
  switch (error.code ?? '') {
    case 'OAUTH_KEY_SELECTION_FAILED':
      return 'id_token_signature_invalid';
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return 'id_token_time_invalid';
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
      return codeOfClaim(evidence['claim']);
    case 'OAUTH_PARSE_ERROR':
      return 'id_token_invalid';
    case 'OAUTH_UNSUPPORTED_OPERATION':
      return codeOfUnsupported(evidence);
    case 'OAUTH_INVALID_RESPONSE':
      return codeOfInvalid(evidence);
    default:
      return statusOf(error) === 401 ? 'upstream_client_refused' : 'upstream_answer_invalid';
  }
};

const codeOfUnsupported = (evidence: Record<string, unknown>): Code => {
  if ('body' in evidence) return 'upstream_answer_invalid';
  return 'alg' in evidence ? 'id_token_signature_invalid' : 'id_token_invalid';
};

const codeOfClaim = (claim: unknown): Code => {
  if (claim === 'iss') return 'id_token_issuer_invalid';
  return claim === 'nonce' ? 'id_token_nonce_invalid' : 'id_token_audience_invalid';
};

/** openid-client has one code for all that is wrong in an answer; what it keeps as evidence tells them apart. */
const codeOfInvalid = (evidence: Record<string, unknown>): Code => {
  if ('signature' in evidence || ('header' in evidence && 'reason' in evidence))
    return 'id_token_signature_invalid';
  if ('claims' in evidence) {
    const claims = evidence['claims'] as object;
    return 'nonce' in claims ? 'id_token_invalid' : 'id_token_nonce_invalid';
  }
  if (!('body' in evidence)) return 'id_token_invalid';
  const body = evidence['body'] as Record<string, unknown>;
  const isOtherwiseWhole = typeof body['access_token'] === 'string' && typeof body['token_type'] === 'string';
  return isOtherwiseWhole && !body['id_token'] ? 'id_token_missing' : 'upstream_answer_invalid';
};

/** The evidence is two errors down: openid-client wraps oauth4webapi. */
const evidenceOf = (error: ClientError): Record<string, unknown> => {
  const inner = error.cause instanceof Error ? error.cause.cause : undefined;
  return typeof inner === 'object' && inner !== null ? { ...inner } : {};
};

const statusOf = ({ cause }: ClientError): number | undefined =>
  cause instanceof Response ? cause.status : undefined;
