import { AppError } from '@portico/contracts';
import { checkCallback, checkState } from './callback.rules.js';
import type { IssuerMetadata } from './metadata.rules.js';

const issuer = 'https://idp.example.com/realms/acme';
const metadata = (advertised: boolean): IssuerMetadata =>
  ({ issuer, authorization_response_iss_parameter_supported: advertised }) as IssuerMetadata;

const codeOf = (check: () => void): string | undefined => {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof AppError ? error.code : 'not an AppError';
  }
};
const checked = (query: string, advertised = true): string | undefined =>
  codeOf(() => checkCallback(new URLSearchParams(query), metadata(advertised), 'okta'));

describe(checkState.name, () => {
  it.each([
    ['no state', 'code=a'],
    ['another state', 'code=a&state=other'],
    ['two states', 'code=a&state=expected&state=expected'],
    ['an empty state', 'code=a&state='],
    ['a longer state', 'code=a&state=expectedx'],
  ])('P01 refuses %s', (_, query) => {
    expect(codeOf(() => checkState(new URLSearchParams(query), 'expected'))).toBe('callback_state_invalid');
  });

  it('P01 refuses an empty state where none is expected', () => {
    expect(codeOf(() => checkState(new URLSearchParams('state='), ''))).toBe('callback_state_invalid');
  });

  it('accepts the state that was sent', () => {
    expect(codeOf(() => checkState(new URLSearchParams('state=expected'), 'expected'))).toBeUndefined();
  });
});

describe(checkCallback.name, () => {
  it.each([
    ['of another issuer', 'code=a&iss=https://evil.example', true],
    ['of another issuer, though none is announced', 'code=a&iss=https://evil.example', false],
    ['with one character more', `code=a&iss=${issuer}1`, true],
    ['that is empty', 'code=a&iss=', false],
    ['that is missing though announced', 'code=a', true],
  ])('P04 refuses an iss %s', (_, query, advertised) => {
    expect(checked(query, advertised)).toBe('issuer_parameter_invalid');
  });

  it.each(['response', 'id_token', 'token', 'access_token'])('P25 refuses the parameter %s', (name) => {
    expect(checked(`code=a&iss=${issuer}&${name}=x`)).toBe('callback_parameters_invalid');
  });

  it.each(['code=a&code=b', `code=a&iss=${issuer}`, 'code=a&error=x&error=y'])(
    'P25 refuses %s twice',
    (query) => {
      expect(checked(`${query}&iss=${issuer}`)).toBe('callback_parameters_invalid');
    },
  );

  it('P25 refuses an answer with neither code nor error', () => {
    expect(checked(`iss=${issuer}`)).toBe('callback_parameters_invalid');
  });

  it.each([
    ['access_denied', 'upstream_denied'],
    ['server_error', 'upstream_unreachable'],
    ['invalid_request', 'upstream_refused'],
    ['<script>alert(1)</script>', 'upstream_refused'],
  ])('P24 names the error %s', (error, code) => {
    expect(
      checked(new URLSearchParams({ error, iss: issuer, error_description: '<script>' }).toString()),
    ).toBe(code);
  });

  it('P24 keeps nothing of the text that came with an error', () => {
    const parameters = new URLSearchParams({
      error: '<b>',
      iss: issuer,
      error_description: 'x'.repeat(10_000),
    });
    expect(() => checkCallback(parameters, metadata(true), 'okta')).toThrow(
      /^upstream_refused: answer: an error of no known form$/,
    );
  });

  it('P04 accepts a code without iss where none is announced', () => {
    expect(checked('code=a', false)).toBeUndefined();
  });

  it('accepts a code with the right iss', () => {
    expect(checked(`code=a&iss=${issuer}&session_state=x`)).toBeUndefined();
  });
});
