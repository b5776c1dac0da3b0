import { AppError, type Code } from '@portico/contracts';
import * as oidc from 'openid-client';

const UNREACHABLE = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
]);
const TRY_AGAIN = new Set(['temporarily_unavailable', 'server_error']);
const TOKEN_REFUSALS: Readonly<Record<string, Code>> = {
  invalid_grant: 'login_expired',
  temporarily_unavailable: 'try_again',
  server_error: 'try_again',
};

/** What openid-client threw, as a refusal of the catalogue; by class and OAuth error code, never by message. */
export const toRefusal = (error: unknown): AppError => {
  if (error instanceof oidc.AuthorizationResponseError)
    return new AppError(TRY_AGAIN.has(error.error) ? 'try_again' : 'sign_in_refused', {
      detail: `the broker answered ${error.error}`,
      cause: error,
    });
  if (error instanceof oidc.ResponseBodyError)
    return new AppError(TOKEN_REFUSALS[error.error] ?? 'internal_error', {
      detail: `the token endpoint answered ${error.error}`,
      cause: error,
    });
  return new AppError(isUnreachable(error) ? 'try_again' : 'internal_error', {
    detail: 'the answer of the broker',
    cause: error,
  });
};

/** No connection, no answer in time, or an answer that is not the broker's (a proxy's page while it restarts). */
const isUnreachable = (error: unknown): boolean => {
  if (error instanceof oidc.ClientError) return UNREACHABLE.has(error.code ?? '');
  return error instanceof TypeError;
};
