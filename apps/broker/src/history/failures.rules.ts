import type { Code } from '@portico/contracts';

/**
 * The refusals that a connection itself causes, by its values or its provider: they meet everybody who tries. Not those
 * of one person, such as an address that is missing or an account that nobody has assigned.
 */
export const FAILURES_OF_CONNECTION: readonly Code[] = [
  'connection_not_ready',
  'upstream_refused',
  'upstream_unreachable',
  'upstream_timeout',
  'upstream_answer_invalid',
  'upstream_client_refused',
  'upstream_secret_expired',
  'upstream_client_unknown',
  'upstream_redirect_uri_unknown',
  'upstream_scope_refused',
  'upstream_consent_needed',
  'callback_parameters_invalid',
  'issuer_parameter_invalid',
  'id_token_missing',
  'id_token_signature_invalid',
  'id_token_nonce_invalid',
  'id_token_issuer_invalid',
  'id_token_audience_invalid',
  'id_token_time_invalid',
  'id_token_invalid',
  'userinfo_subject_mismatch',
  'userinfo_method_refused',
  'userinfo_refused',
];
