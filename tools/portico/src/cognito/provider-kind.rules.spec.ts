import { kindOf } from './provider-kind.rules.js';

describe(kindOf.name, () => {
  it.each([
    ['https://acme.okta.com', 'okta'],
    ['https://acme.oktapreview.com/oauth2/default', 'okta'],
    ['https://login.microsoftonline.com/5e1f0a3c-9d42-4c7b-8a16-3f0b7c2d9e54/v2.0', 'azure'],
    ['https://sts.windows.net/5e1f0a3c-9d42-4c7b-8a16-3f0b7c2d9e54/', 'azure'],
    ['https://acme.onelogin.com/oidc/2', 'onelogin'],
    ['https://sso.acme.example/realms/acme', 'keycloak'],
    ['https://sso.acme.example/auth/realms/acme/', 'keycloak'],
    ['https://accounts.google.com', 'google'],
    ['https://login.acme.example', 'oidc'],
    ['https://okta.com.evil.example', 'oidc'],
    ['https://acme.example/?x=.okta.com', 'oidc'],
    ['acme', 'oidc'],
  ])('takes %s for %s', (issuer, kind) => {
    expect(kindOf(issuer)).toBe(kind);
  });
});
