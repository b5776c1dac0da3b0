import { counter } from '@portico/service-kit';
import type { Provider } from 'oidc-provider';

const GRANTS = ['authorization_code', 'refresh_token', 'client_credentials'];

/** The errors of RFC 6749, RFC 9126, RFC 7009 and OpenID Connect that oidc-provider has names for. */
const ERRORS = [
  'access_denied',
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_request_object',
  'invalid_request_uri',
  'invalid_scope',
  'invalid_target',
  'login_required',
  'interaction_required',
  'server_error',
  'temporarily_unavailable',
  'unauthorized_client',
  'unmet_authentication_requirements',
  'unsupported_grant_type',
  'unsupported_response_type',
];

const answers = counter({
  name: 'portico_provider_answers_total',
  help: 'Answers of the OpenID Provider to applications, by what was asked and the result: `ok`, or the OAuth error',
  labels: {
    request: ['authorize', ...GRANTS, 'other'],
    result: ['ok', ...ERRORS, 'other'],
  },
});

interface Context {
  oidc?: { params?: Record<string, unknown> };
}

/** A client may send whatever it likes as its grant type. */
const oneOf = (known: readonly string[], value: unknown): string =>
  known.find((name) => name === value) ?? 'other';

const grantOf = ({ oidc }: Context): string => oneOf(GRANTS, oidc?.params?.['grant_type']);

/** Counts what the provider answers at its authorization and token endpoints. */
export const countAnswers = (provider: Provider): void => {
  const count = (request: string, error?: { error?: string }): void =>
    answers.inc({ request, result: error ? oneOf(ERRORS, error.error) : 'ok' });
  provider.on('authorization.success', () => {
    count('authorize');
  });
  provider.on('authorization.error', (_context, error) => {
    count('authorize', error);
  });
  provider.on('grant.success', (context) => {
    count(grantOf(context));
  });
  provider.on('grant.error', (context, error) => {
    count(grantOf(context), error);
  });
};
