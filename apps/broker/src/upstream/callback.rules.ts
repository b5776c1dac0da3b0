import { AppError, type ConnectionSettings } from '@portico/contracts';
import type { IssuerMetadata } from './metadata.rules.js';
import { decodeAnswerError } from './provider-errors.rules.js';
import { ProviderRefusal } from './provider-refusal.js';

/** What only other flows and response modes send (OAuth 2.0 Multiple Response Types, JARM). */
const FOREIGN_PARAMETERS = ['response', 'id_token', 'token', 'access_token'];
const SINGLE_PARAMETERS = ['code', 'iss', 'error'];

/** Refuses an answer whose state is missing, repeated or not ours (RFC 6749 §10.12): `callback_state_invalid`. */
export const checkState = (parameters: URLSearchParams, expected: string): void => {
  const states = parameters.getAll('state');
  if (expected === '' || states.length !== 1 || states[0] !== expected)
    throw new AppError('callback_state_invalid');
};

/**
 * Reads the answer to an authorization request. Refuses with `callback_parameters_invalid`,
 * `issuer_parameter_invalid` (RFC 9207 §2.4), and what the provider's own error means.
 */
export const checkCallback = (
  parameters: URLSearchParams,
  { issuer, authorization_response_iss_parameter_supported: issuerDue }: IssuerMetadata,
  provider: ConnectionSettings['provider'],
): void => {
  const foreign = FOREIGN_PARAMETERS.find((name) => parameters.has(name));
  const repeated = SINGLE_PARAMETERS.find((name) => parameters.getAll(name).length > 1);
  if (foreign ?? repeated)
    throw new AppError('callback_parameters_invalid', {
      detail: `${foreign ?? repeated ?? ''} in the answer`,
    });
  const named = parameters.get('iss');
  if (named === null ? issuerDue : named !== issuer) throw new AppError('issuer_parameter_invalid');
  checkError(parameters, provider);
  if (!parameters.get('code'))
    throw new AppError('callback_parameters_invalid', { detail: 'no code in the answer' });
};

const checkError = (parameters: URLSearchParams, provider: ConnectionSettings['provider']): void => {
  const error = parameters.get('error');
  if (error === null) return;
  const sent = { error, error_description: parameters.get('error_description') };
  const { code, detail } = decodeAnswerError(sent, provider);
  throw new ProviderRefusal(code, `answer: ${detail}`, sent);
};
