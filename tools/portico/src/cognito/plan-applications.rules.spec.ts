import type { CognitoClient } from './aws-json.rules.js';
import { planApplication } from './plan-applications.rules.js';

const aClient = (client: Partial<CognitoClient> = {}): CognitoClient => ({
  ClientId: '1h57kf5cpq17m0eml12345examp',
  ClientName: 'Phone',
  AccessTokenValidity: 5,
  TokenValidityUnits: { AccessToken: 'minutes' },
  SupportedIdentityProviders: ['COGNITO', 'AcmeOkta', 'Google'],
  CallbackURLs: ['https://phone.example.com/callback'],
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid', 'email'],
  AllowedOAuthFlowsUserPoolClient: true,
  ...client,
});
const all = { tenants: 'all' } as const;
const codesOf = ({ notes }: { notes: { code: string }[] }): string[] => notes.map(({ code }) => code);

describe(planApplication.name, () => {
  it.each<[string, CognitoClient, Parameters<typeof planApplication>[1], string]>([
    ['that the mapping does not name', aClient(), undefined, 'client_unmapped'],
    ['that the mapping leaves out', aClient(), { leaveOut: true }, 'left_out'],
    ['whose id does not fit', aClient({ ClientId: 'Über' }), all, 'client_id_unusable'],
    [
      'that signs in by API alone',
      aClient({ AllowedOAuthFlowsUserPoolClient: false }),
      all,
      'no_hosted_login',
    ],
    ['without a flow', aClient({ AllowedOAuthFlows: [] }), all, 'no_hosted_login'],
    [
      'that is a machine of two tenants',
      aClient({ AllowedOAuthFlows: ['client_credentials'] }),
      { tenants: ['acme', 'globex'] },
      'machine_of_many_tenants',
    ],
  ])('leaves a client %s out', (_, client, choice, code) => {
    const planned = planApplication(client, choice, []);
    expect(planned).not.toHaveProperty('body');
    expect(codesOf(planned)).toEqual([code]);
  });

  it('leaves a client out of whose addresses Portico takes none, and says which', () => {
    const planned = planApplication(aClient({ CallbackURLs: ['myphone://callback'] }), all, []);
    expect(planned).not.toHaveProperty('body');
    expect(codesOf(planned)).toEqual(['pkce_needed', 'callback_refused', 'client_unusable']);
    expect(planned.notes[1]?.text).toContain('myphone://callback');
  });

  it.each<[string, Partial<CognitoClient>, object, string[]]>([
    [
      'a public one',
      {},
      {
        id: '1h57kf5cpq17m0eml12345examp',
        name: 'Phone',
        kind: 'public',
        redirectUris: ['https://phone.example.com/callback'],
        idTokenAlg: 'RS256',
        accessTokenSeconds: 300,
        idTokenSeconds: 3600,
        refreshTokenSeconds: 30 * 86_400,
        apiScopes: [],
      },
      [],
    ],
    [
      'a confidential one',
      { ClientSecret: 'canary' },
      { kind: 'confidential', tokenAuth: 'basic' },
      ['secret_new'],
    ],
    [
      'with a logout address',
      { LogoutURLs: ['https://a.example/'] },
      { postLogoutRedirectUris: ['https://a.example/'] },
      [],
    ],
    ['with the implicit flow', { AllowedOAuthFlows: ['implicit'] }, { kind: 'public' }, ['implicit_flow']],
    ['that is a machine too', { AllowedOAuthFlows: ['code', 'client_credentials'] }, {}, ['machine_apart']],
    ['with sign-in by API', { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] }, {}, ['api_login']],
    [
      'with scopes of an API',
      { AllowedOAuthScopes: ['openid', 'https://calls.example.com/read'] },
      {},
      ['scopes_unkept'],
    ],
    ['without passwords', { SupportedIdentityProviders: ['AcmeOkta', 'Google'] }, {}, ['passwords_offered']],
    ['with passwords alone', { SupportedIdentityProviders: ['COGNITO'] }, {}, ['providers_widened']],
    [
      'a confidential one without the scheme of its own, which would give its codes to whoever takes the name',
      {
        ClientSecret: 'canary',
        CallbackURLs: ['com.example.phone:/callback', 'https://phone.example.com/callback'],
      },
      { kind: 'confidential', redirectUris: ['https://phone.example.com/callback'] },
      ['secret_new', 'callback_refused'],
    ],
    [
      'with more addresses than Portico takes',
      { CallbackURLs: Array.from({ length: 22 }, (_, n) => `https://a.example/${n}`) },
      {},
      ['callback_limit'],
    ],
    [
      'with tokens that live long',
      { AccessTokenValidity: 1, TokenValidityUnits: {}, IdTokenValidity: 48, RefreshTokenValidity: 3650 },
      { accessTokenSeconds: 300, idTokenSeconds: 86_400, refreshTokenSeconds: 90 * 86_400 },
      ['lifetime_clipped', 'lifetime_clipped', 'lifetime_clipped'],
    ],
    [
      'with tokens in other units',
      {
        AccessTokenValidity: 300,
        IdTokenValidity: 1,
        RefreshTokenValidity: 60,
        TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'days', RefreshToken: 'minutes' },
      },
      { accessTokenSeconds: 300, idTokenSeconds: 86_400, refreshTokenSeconds: 3600 },
      [],
    ],
  ])('plans %s', (_, client, body, notes) => {
    const planned = planApplication(aClient(client), all, ['AcmeOkta', 'Google']);
    expect(planned).toMatchObject({ body, tenants: null, providers: null });
    expect(codesOf(planned).sort()).toEqual(['pkce_needed', ...notes].sort());
    expect(JSON.stringify(planned)).not.toContain('canary');
  });

  it('plans a machine, which needs no PKCE', () => {
    const machine = aClient({ ClientSecret: 'canary', AllowedOAuthFlows: ['client_credentials'] });
    const planned = planApplication(machine, { tenants: ['acme'] }, ['AcmeOkta']);
    expect(planned).toMatchObject({ body: { kind: 'machine' }, tenants: ['acme'], providers: null });
    expect(codesOf(planned)).toEqual(['secret_new']);
  });

  it('keeps a client with the providers that it has had', () => {
    const client = aClient({ SupportedIdentityProviders: ['COGNITO', 'AcmeOkta'] });
    const planned = planApplication(client, all, ['AcmeOkta', 'Google']);
    expect(planned).toMatchObject({ providers: ['AcmeOkta'] });
    expect(codesOf(planned)).toContain('providers_limited');
  });
});
