import { documentAddressOf, readMetadata } from './metadata.rules.js';

const issuer = 'https://idp.example.com/realms/acme';
const document = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  userinfo_endpoint: `${issuer}/userinfo`,
  ...changes,
});
const ENDPOINTS = [
  ...['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint'],
  ...['end_session_endpoint', 'registration_endpoint'],
];

describe(readMetadata.name, () => {
  it.each([
    ['another issuer', 'https://evil.example'],
    ['a slash more', `${issuer}/`],
    ['http instead of https', issuer.replace('https', 'http')],
    ['no issuer', undefined],
    ['a list', [issuer]],
  ])('P16 refuses a document about %s', (_, named) => {
    expect(() => readMetadata(document({ issuer: named }), issuer, [])).toThrow('issuer_mismatch');
  });

  it.each(['common', 'organizations'])(
    'M10 refuses the document of every directory, asked for as %s',
    (name) => {
      const asked = `https://login.microsoftonline.com/${name}/v2.0`;
      const template = { issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' };
      expect(() => readMetadata(document(template), asked, [])).toThrow('multi_tenant');
      expect(() => readMetadata(document(template), template.issuer, [])).toThrow('multi_tenant');
    },
  );

  it.each(['https://login.microsoftonline.com/acme/v2.0', 'https://acme.b2clogin.com/acme/v2.0'])(
    'M10 refuses another issuer from %s too',
    (asked) => {
      expect(() => readMetadata(document({ issuer: 'https://evil.example' }), asked, [])).toThrow(
        'issuer_mismatch',
      );
    },
  );

  it.each(
    ENDPOINTS.flatMap((name) => ['https://169.254.169.254/', 'https://[::1]/'].map((to) => [name, to])),
  )('S05 refuses a document whose %s is %s', (name, to) => {
    expect(() => readMetadata(document({ [name]: to }), issuer, [])).toThrow('not_openid');
  });

  it.each(ENDPOINTS)(
    'S07 refuses an http %s beside an https issuer, even where the origin is allowed',
    (name) => {
      const changes = { [name]: 'http://idp.example.com/' };
      expect(() => readMetadata(document(changes), issuer, ['http://idp.example.com'])).toThrow('not_openid');
    },
  );

  it.each(['authorization_endpoint', 'token_endpoint', 'jwks_uri'])(
    'refuses a document without %s',
    (name) => {
      expect(() => readMetadata(document({ [name]: undefined }), issuer, [])).toThrow('not_openid');
      expect(() => readMetadata(document({ [name]: 7 }), issuer, [])).toThrow('not_openid');
    },
  );

  it('P10 refuses a provider that signs with nothing that is allowed', () => {
    const changes = { id_token_signing_alg_values_supported: ['none', 'HS256'] };
    expect(() => readMetadata(document(changes), issuer, [])).toThrow('not_openid');
  });

  it('P10 P11 keeps only signatures with a public key', () => {
    const changes = { id_token_signing_alg_values_supported: ['none', 'HS256', 'RS256', 'ES256'] };
    const metadata = readMetadata(document(changes), issuer, []);
    expect(metadata.id_token_signing_alg_values_supported).toEqual(['RS256', 'ES256']);
    expect(metadata.userinfo_signing_alg_values_supported).toEqual(['RS256', 'ES256']);
  });

  it('reads a document without userinfo and with empty members', () => {
    const changes = { userinfo_endpoint: undefined, registration_endpoint: null, end_session_endpoint: '' };
    expect(readMetadata(document(changes), issuer, [])).toEqual({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
      authorization_response_iss_parameter_supported: false,
      id_token_signing_alg_values_supported: ['RS256'],
      userinfo_signing_alg_values_supported: ['RS256'],
    });
  });
});

describe(documentAddressOf.name, () => {
  it.each(['https://idp.example.com', 'https://idp.example.com/'])('puts one slash behind %s', (text) => {
    expect(documentAddressOf(text)).toBe('https://idp.example.com/.well-known/openid-configuration');
  });
});
