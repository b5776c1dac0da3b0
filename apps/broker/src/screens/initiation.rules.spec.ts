import { originsOf, toInitiation } from './initiation.rules.js';

const phone = {
  initiateLoginUri: 'https://phone.example.com/sign-in?from=portico',
  redirectUris: ['https://phone.example.com/callback', 'com.example.phone:/callback'],
};
const start = (target?: string, hint?: string): string =>
  toInitiation(phone.initiateLoginUri, originsOf(phone), {
    issuer: 'https://login.example.com',
    request: { target_link_uri: target, login_hint: hint },
  });
const PLAIN = `${phone.initiateLoginUri}&iss=https%3A%2F%2Flogin.example.com`;

describe(toInitiation.name, () => {
  it.each([
    ...['https://evil.example/', '//phone.example.com/', '/calls', 'javascript:alert(1)', ''],
    ...[
      'https://phone.example.com@evil.example/',
      'https://us@phone.example.com/',
      'com.example.phone:/calls',
    ],
    ...['http://phone.example.com/', 'https://phone.example.com:8443/', 'null'],
  ])('B10 leaves the target %j out', (target) => {
    expect(start(target)).toBe(PLAIN);
  });

  it('hands on a target of the application, and a hint', () => {
    expect(start('https://phone.example.com/calls?open=1', 'scout@example.com')).toBe(
      `${PLAIN}&target_link_uri=https%3A%2F%2Fphone.example.com%2Fcalls%3Fopen%3D1&login_hint=scout%40example.com`,
    );
  });
});
