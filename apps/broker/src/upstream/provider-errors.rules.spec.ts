import type { Code, Provider } from '@portico/contracts';
import { decodeAnswerError, decodeTokenError, toOAuthError } from './provider-errors.rules.js';

const azure = (number: string): object => ({
  error: 'invalid_client',
  error_description: `AADSTS${number}: Some text about scout@acme.example.\r\nTrace ID: 0000aaaa`,
});
const token = (sent: object, provider: Provider = 'oidc', status = 400): Code =>
  decodeTokenError({ error: undefined, ...sent }, provider, status).code;
const answer = (sent: object, provider: Provider = 'oidc'): Code =>
  decodeAnswerError({ error: undefined, ...sent }, provider).code;

describe(decodeTokenError.name, () => {
  it.each<[string, string, Code]>([
    ['a wrong secret', '7000215', 'upstream_client_refused'],
    ['an expired secret', '7000222', 'upstream_secret_expired'],
    ['a redirect URI that does not fit', '50011', 'upstream_redirect_uri_unknown'],
    ['an unknown application', '700016', 'upstream_client_unknown'],
    ['a disabled application', '7000112', 'upstream_client_unknown'],
    ['an unknown directory', '90002', 'upstream_client_unknown'],
    ['a code redeemed before', '54005', 'upstream_code_refused'],
    ['an expired code', '70008', 'upstream_code_refused'],
    ['a verifier of another login', '501481', 'upstream_code_refused'],
    ['conditional access', '53003', 'upstream_policy_refused'],
    ['an unknown scope', '70011', 'upstream_scope_refused'],
    ['a number that is not known', '9999999', 'upstream_client_refused'],
  ])('names %s of Entra ID by its number', (_, number, code) => {
    expect(token(azure(number), 'azure')).toBe(code);
    expect(token({ error: 'invalid_client', error_codes: [Number(number)] }, 'azure')).toBe(code);
  });

  it.each<[string, string, number, Code]>([
    ['Okta and OneLogin for a wrong secret', 'invalid_client', 401, 'upstream_client_refused'],
    ['Keycloak for a wrong secret', 'unauthorized_client', 401, 'upstream_client_refused'],
    ['Okta for a scope', 'invalid_scope', 400, 'upstream_scope_refused'],
    ['everybody for a code', 'invalid_grant', 400, 'upstream_code_refused'],
    ['a server in trouble', 'temporarily_unavailable', 400, 'upstream_unreachable'],
    ['a word of no list, about the client', 'E0000015', 401, 'upstream_client_refused'],
    ['a word of no list', 'unsupported_grant_type', 400, 'upstream_refused'],
    ['a word that every object knows', 'constructor', 400, 'upstream_refused'],
  ])('understands %s', (_, error, status, code) => {
    expect(token({ error }, 'okta', status)).toBe(code);
  });

  it.each<[string, Code]>([
    ['invalid_client', 'google_client_refused'],
    ['deleted_client', 'google_client_refused'],
    ['redirect_uri_mismatch', 'google_client_refused'],
    ['invalid_grant', 'upstream_code_refused'],
  ])('gives %s of Google to whom it belongs', (error, code) => {
    expect(token({ error }, 'google')).toBe(code);
  });

  it.each([
    { error: 'invalid_grant', error_description: 'Not AADSTS7000222: but something else' },
    { error: 'invalid_grant', error_description: 'AADSTS70002220000000: too long' },
    { error: 'invalid_grant', error_description: ['AADSTS7000222'] },
    { error: 'invalid_grant', error_codes: ['7000222'] },
  ])('reads a number at its documented place only: %j', (sent) => {
    expect(token(sent, 'azure')).toBe('upstream_code_refused');
  });
});

describe(decodeAnswerError.name, () => {
  it.each<[string, Code]>([
    ['65004', 'upstream_denied'],
    ['65001', 'upstream_consent_needed'],
    ['90094', 'upstream_consent_needed'],
    ['50105', 'upstream_not_assigned'],
    ['50020', 'upstream_not_assigned'],
    ['700016', 'upstream_client_unknown'],
    ['53003', 'upstream_policy_refused'],
    ['50076', 'upstream_denied'],
    ['90033', 'upstream_unreachable'],
  ])('P24 names AADSTS%s, whatever the word beside it', (number, code) => {
    expect(answer({ ...azure(number), error: 'access_denied' }, 'azure')).toBe(code);
    expect(answer({ ...azure(number), error: 'invalid_request' }, 'oidc')).toBe(code);
  });

  it.each<[string, Provider, Code]>([
    ['access_denied', 'okta', 'upstream_denied'],
    ['login_required', 'keycloak', 'upstream_denied'],
    ['consent_required', 'azure', 'upstream_consent_needed'],
    ['unauthorized_client', 'okta', 'upstream_client_unknown'],
    ['invalid_scope', 'onelogin', 'upstream_scope_refused'],
    ['temporarily_unavailable', 'keycloak', 'upstream_unreachable'],
    ['unmet_authentication_requirements', 'oidc', 'acr_unmet'],
    ['org_internal', 'google', 'upstream_not_assigned'],
    ['admin_policy_enforced', 'google', 'upstream_policy_refused'],
    ['deleted_client', 'google', 'google_client_refused'],
    ['redirect_uri_mismatch', 'google', 'google_client_refused'],
    ['invalid_request', 'okta', 'upstream_refused'],
    ['<script>', 'okta', 'upstream_refused'],
  ])('P24 understands %s of %s', (error, provider, code) => {
    expect(answer({ error }, provider)).toBe(code);
  });

  it('P24 keeps words and numbers for the log, and nothing of the text', () => {
    const sent = { ...azure('50105'), error: 'access_denied' };
    expect(decodeAnswerError(sent, 'azure').detail).toBe('access_denied AADSTS50105');
    const odd = { error: 'scout@acme.example is late', error_description: 'x' };
    expect(decodeAnswerError(odd, 'okta').detail).toBe('an error of no known form');
  });
});

describe(toOAuthError.name, () => {
  it.each([
    ['{"errorCode":"invalid_client","errorSummary":"x"}', '{"error":"invalid_client"}'],
    ['{"errorCode":"E0000015","errorSummary":"x"}', '{"error":"E0000015"}'],
    ['{"error":"invalid_grant","errorCode":"x"}', '{"error":"invalid_grant","errorCode":"x"}'],
    ['{"errorCode":7}', '{"errorCode":7}'],
    ['', ''],
  ])('makes of %s %s', (body, error) => {
    expect(toOAuthError(body)).toBe(error);
  });
});
