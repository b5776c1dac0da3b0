import type { CognitoProvider } from './aws-json.rules.js';
import { planConnection } from './plan-connections.rules.js';

const aProvider = (
  details: Record<string, string | undefined> = {},
  rest: Partial<CognitoProvider> = {},
): CognitoProvider => ({
  ProviderName: 'AcmeOkta',
  ProviderType: 'OIDC',
  ProviderDetails: JSON.parse(
    JSON.stringify({
      client_id: '0oa4fixture',
      client_secret: 'canary-of-cognito',
      oidc_issuer: 'https://acme.okta.com',
      attributes_request_method: 'GET',
      authorize_scopes: 'openid email profile',
      ...details,
    }),
  ) as Record<string, string>,
  AttributeMapping: { email: 'email', username: 'sub' },
  ...rest,
});
const acme = { tenant: 'acme', callback: 'shared', mode: 'off' } as const;
const codesOf = ({ notes }: { notes: { code: string }[] }): string[] => notes.map(({ code }) => code);

describe(planConnection.name, () => {
  it.each<[string, CognitoProvider, typeof acme | undefined, string]>([
    ['that the mapping does not name', aProvider(), undefined, 'provider_unmapped'],
    ['of SAML', aProvider({}, { ProviderType: 'SAML' }), acme, 'protocol_unsupported'],
    ['of Facebook', aProvider({}, { ProviderType: 'Facebook' }), acme, 'protocol_unsupported'],
    ['of Amazon', aProvider({}, { ProviderType: 'LoginWithAmazon' }), acme, 'protocol_unsupported'],
    ['of Apple', aProvider({}, { ProviderType: 'SignInWithApple' }), acme, 'protocol_unsupported'],
  ])('leaves a provider %s out', (_, described, choice, code) => {
    const planned = planConnection(described, choice);
    expect(planned).not.toHaveProperty('values');
    expect(codesOf(planned)).toEqual([code]);
  });

  it.each<[string, CognitoProvider, object, string[]]>([
    [
      'Okta',
      aProvider(),
      {
        provider: 'okta',
        name: 'AcmeOkta',
        mode: 'off',
        issuerOfSubjects: 'https://acme.okta.com',
        values: {
          clientId: '0oa4fixture',
          clientSecret: 'canary-of-cognito',
          discoveryUrl: 'https://acme.okta.com',
          userinfoMethod: 'GET',
          scopes: ['openid', 'email', 'profile'],
          emailClaim: 'email',
          callback: 'shared',
        },
      },
      ['callback_shared'],
    ],
    [
      'userinfo by POST',
      aProvider({ attributes_request_method: 'POST' }),
      { values: { userinfoMethod: 'POST' } },
      ['callback_shared'],
    ],
    [
      'scopes without openid',
      aProvider({ authorize_scopes: 'email  groups' }),
      { values: { scopes: ['openid', 'email', 'groups'] } },
      ['callback_shared'],
    ],
    [
      'no secret',
      aProvider({ client_secret: undefined }),
      { values: { clientId: '0oa4fixture' } },
      ['secret_missing', 'callback_shared'],
    ],
    [
      'another claim for e-mail, and claims that Portico does not keep',
      aProvider({}, { AttributeMapping: { email: 'upn', username: 'sub', 'custom:groups': 'groups' } }),
      { values: { emailClaim: 'upn' } },
      ['attributes_unmapped', 'callback_shared'],
    ],
    [
      'no claim for e-mail',
      aProvider({}, { AttributeMapping: { username: 'sub' } }),
      { values: { emailClaim: 'email' } },
      ['email_unmapped', 'callback_shared'],
    ],
    [
      'Azure, whose subjects are of no use',
      aProvider({
        oidc_issuer: 'https://login.microsoftonline.com/5e1f0a3c-9d42-4c7b-8a16-3f0b7c2d9e54/v2.0',
      }),
      { provider: 'azure', issuerOfSubjects: null },
      ['callback_shared', 'azure_subjects'],
    ],
    [
      'another claim than sub for the name of its people',
      aProvider({}, { AttributeMapping: { email: 'email', username: 'email' } }),
      { issuerOfSubjects: null },
      ['callback_shared', 'subjects_unknown'],
    ],
    [
      'a left-in placeholder',
      aProvider({ oidc_issuer: 'https://login.microsoftonline.com/{tenant}/v2.0' }),
      { provider: 'azure' },
      ['value_refused', 'callback_shared', 'azure_subjects'],
    ],
    [
      'identifiers',
      aProvider({}, { IdpIdentifiers: ['acme.example'] }),
      {},
      ['callback_shared', 'identifiers'],
    ],
    [
      'Google',
      aProvider({}, { ProviderName: 'Google', ProviderType: 'Google' }),
      { provider: 'google', values: {}, issuerOfSubjects: 'https://accounts.google.com' },
      ['google_client_differs'],
    ],
  ])('plans a connection of %s', (_, described, wanted, notes) => {
    const planned = planConnection(described, acme);
    expect(planned).toMatchObject({ providerName: described.ProviderName, tenant: 'acme', ...wanted });
    expect(codesOf(planned)).toEqual(notes);
    expect(JSON.stringify(planned.notes)).not.toContain('canary');
  });

  it("takes the operator's word for what the issuer does not tell", () => {
    const choice = { ...acme, provider: 'okta' as const, name: 'Acme', callback: 'own' as const };
    const planned = planConnection(aProvider({ oidc_issuer: 'https://id.acme.example' }), choice);
    expect(planned).toMatchObject({ provider: 'okta', name: 'Acme', values: { callback: 'own' } });
    expect(codesOf(planned)).toEqual(['callback_own']);
  });
});
