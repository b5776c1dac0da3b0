import type { TokenRefusalReason } from '../personality.js';

/** What oidc-provider says for the log, and what it means. */
const REASONS: Record<string, TokenRefusalReason> = {
  'client not found': 'client_unknown',
  'no client authentication mechanism provided': 'secret_missing',
  'the provided authentication mechanism does not match the registered client authentication method':
    'secret_missing',
  'invalid secret provided': 'secret_wrong',
  'authorization code not found': 'code_wrong',
  'client mismatch': 'code_wrong',
  'authorization code already consumed': 'code_used',
  'authorization code is expired': 'code_expired',
  'authorization code redirect_uri mismatch': 'redirect_uri_wrong',
  'code_verifier must be provided': 'verifier_missing',
  'code_verifier does not match code_challenge': 'verifier_wrong',
};

/** Why oidc-provider refused, from the detail that never leaves the simulator. */
export const reasonOf = (detail: string): TokenRefusalReason => {
  if (detail.includes('client_secret expired')) return 'secret_expired';
  return REASONS[detail] ?? 'other';
};
