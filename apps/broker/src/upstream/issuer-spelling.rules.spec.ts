import { issuerSpellingsOf, readOtherSpelling } from './issuer-spelling.rules.js';

const google = { provider: 'google', issuer: 'https://accounts.google.com' } as const;

const answerOf = (claims: unknown): string => {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return JSON.stringify({ access_token: 'a', id_token: `e30.${payload}.AAAA` });
};

describe(issuerSpellingsOf.name, () => {
  it.each(['okta', 'onelogin', 'azure', 'keycloak', 'oidc'] as const)(
    'M11 gives one name to %s',
    (provider) => {
      expect(issuerSpellingsOf({ provider, issuer: google.issuer })).toEqual([google.issuer]);
    },
  );

  it.each([
    ['https://accounts.google.com', 'accounts.google.com'],
    ['http://localhost:3005/google', 'localhost:3005/google'],
  ])('M11 gives Google at %s two', (issuer, bare) => {
    expect(issuerSpellingsOf({ provider: 'google', issuer })).toEqual([issuer, bare]);
  });
});

describe(readOtherSpelling.name, () => {
  it.each([
    ['the usual name', answerOf({ iss: 'https://accounts.google.com' })],
    ['a name of somebody else', answerOf({ iss: 'evil.example' })],
    ['a longer name', answerOf({ iss: 'accounts.google.com.evil.example' })],
    ['other letters', answerOf({ iss: 'Accounts.google.com' })],
    ['a list', answerOf({ iss: ['accounts.google.com'] })],
    ['no name', answerOf({})],
    ['null for claims', answerOf(null)],
    ['no ID token', '{}'],
    ['an ID token that is no text', '{"id_token":7}'],
    ['an ID token that is no JWT', '{"id_token":"x"}'],
    ['no JSON', '<html>'],
  ])('finds nothing in an answer with %s', (_, answer) => {
    expect(readOtherSpelling(google, answer)).toBeUndefined();
  });

  it('finds the name without a scheme', () => {
    expect(readOtherSpelling(google, answerOf({ iss: 'accounts.google.com' }))).toBe('accounts.google.com');
  });
});
