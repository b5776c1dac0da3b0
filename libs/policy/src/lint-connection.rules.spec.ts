import type { Provider } from '@portico/contracts';
import { type Finding, LINT_RULES, lintConnection } from './lint-connection.rules.js';

const tid = '0b1f0c9e-5a53-4d53-9c3c-0f7f6c1f2a11';
const azure = `https://login.microsoftonline.com/${tid}/v2.0`;

const lintAddress = (provider: Provider, discoveryUrl: string): Finding | undefined =>
  lintConnection({ provider, discoveryUrl })[0];

describe(lintConnection.name, () => {
  it.each(LINT_RULES.map((rule) => [rule.rule, rule.field, rule] as const))(
    'finds %s in the %s of its example, and nothing else',
    (name, field, { example, message }) => {
      expect(lintConnection(example)).toEqual([
        expect.objectContaining({ rule: name, pointer: `/${field}`, message }),
      ]);
    },
  );

  it('says one thing for each rule, so that it can be said in another language', () => {
    const texts = new Map<string, Set<string>>();
    for (const { rule, message } of LINT_RULES)
      texts.set(rule, (texts.get(rule) ?? new Set<string>()).add(message));
    expect([...texts].filter(([, { size }]) => size > 1)).toEqual([]);
  });

  it.each<[rule: string, provider: Provider, address: string, corrected: string | undefined]>([
    ['quotes', 'oidc', '“https://id.example.com”', 'https://id.example.com'],
    ['quotes', 'oidc', '<https://id.example.com>', 'https://id.example.com'],
    ['quotes', 'okta', '"acme-admin.okta.com"', 'https://acme.okta.com'],
    ['white_space', 'oidc', 'https://id.example.com/ realms/acme', 'https://id.example.com/realms/acme'],
    ['address_characters', 'oidc', 'https://id.example.com/\u200brealms', 'https://id.example.com/realms'],
    ['address_characters', 'oidc', 'https://id.münchen.example/x', 'https://id.xn--mnchen-3ya.example/x'],
    ['tenant_placeholder', 'azure', 'https://login.microsoftonline.com/%7Btenant%7D/v2.0', undefined],
    ['tenant_placeholder', 'azure', 'https://login.microsoftonline.com/<tenant-id>/v2.0', undefined],
    ['placeholder', 'keycloak', 'https://id.example.com/realms/{realm}', undefined],
    ['placeholder', 'onelogin', 'https://<subdomain>.onelogin.com/oidc/2', undefined],
    ['azure_many_tenants', 'azure', 'https://login.microsoftonline.com/common', undefined],
    ['azure_many_tenants', 'azure', 'https://login.microsoftonline.com/organizations/v2.0', undefined],
    ['azure_many_tenants', 'oidc', 'https://login.microsoftonline.com/Consumers/v2.0/', undefined],
    ['azure_tenant_name', 'azure', 'https://login.microsoftonline.com/', undefined],
    ['azure_v1_issuer', 'azure', `https://login.microsoftonline.com/${tid}`, azure],
    ['azure_v1_issuer', 'azure', `https://login.microsoftonline.com/${tid}/oauth2/token`, azure],
    [
      'azure_v1_issuer',
      'azure',
      `https://login.microsoftonline.com/${tid}/.well-known/openid-configuration`,
      azure,
    ],
    ['azure_v1_issuer', 'oidc', `http://STS.windows.net/${tid.toUpperCase()}`, azure],
    ['azure_address', 'azure', `https://login.windows.net/${tid}/v2.0`, azure],
    [
      'saml_address',
      'azure',
      `https://login.microsoftonline.com/${tid}/federationmetadata/2007-06/federationmetadata.xml`,
      azure,
    ],
    ['saml_address', 'azure', `https://login.microsoftonline.com/${tid}/saml2`, azure],
    ['saml_address', 'okta', 'https://acme.okta.com/app/acme/exk1/sso/saml', 'https://acme.okta.com'],
    [
      'saml_address',
      'onelogin',
      'https://acme.onelogin.com/trust/saml2/http-post/sso/1',
      'https://acme.onelogin.com/oidc/2',
    ],
    ['saml_address', 'onelogin', 'https://app.onelogin.com/saml/metadata/1', undefined],
    [
      'saml_address',
      'keycloak',
      'https://id.example.com/realms/acme/protocol/saml/descriptor',
      'https://id.example.com/realms/acme',
    ],
    ['saml_address', 'oidc', 'https://idp.example.com/saml/metadata', undefined],
    ['okta_admin_host', 'okta', 'https://acme-admin.okta.com/admin/apps', 'https://acme.okta.com'],
    [
      'okta_admin_host',
      'okta',
      'https://acme-admin.oktapreview.com/oauth2/default',
      'https://acme.oktapreview.com/oauth2/default',
    ],
    ['okta_app_address', 'okta', 'http://acme.okta.com/app/UserHome', 'https://acme.okta.com'],
    ['onelogin_address', 'onelogin', 'acme', 'https://acme.onelogin.com/oidc/2'],
    ['onelogin_address', 'onelogin', 'https://acme.onelogin.com', 'https://acme.onelogin.com/oidc/2'],
    ['onelogin_address', 'oidc', 'https://acme.onelogin.com/oidc/2/auth', 'https://acme.onelogin.com/oidc/2'],
    ['onelogin_address', 'onelogin', 'https://openid-connect.onelogin.com/oidc', undefined],
    [
      'keycloak_page_address',
      'keycloak',
      'https://id.example.com/auth/realms/acme/protocol/openid-connect/auth',
      'https://id.example.com/auth/realms/acme',
    ],
    [
      'keycloak_page_address',
      'keycloak',
      'https://id.example.com/admin/acme/console/',
      'https://id.example.com/realms/acme',
    ],
    [
      'keycloak_page_address',
      'keycloak',
      'http://localhost:8080/realms/acme/account',
      'http://localhost:8080/realms/acme',
    ],
    ['endpoint_address', 'okta', 'https://acme.okta.com/oauth2/v1/authorize', 'https://acme.okta.com'],
    [
      'endpoint_address',
      'okta',
      'https://acme.okta.com/oauth2/default/v1/token',
      'https://acme.okta.com/oauth2/default',
    ],
    ['endpoint_address', 'oidc', 'https://id.example.com/authorize?x=1', 'https://id.example.com'],
    ['well_known_variant', 'oidc', 'https://id.example.com/x/.well-known/', 'https://id.example.com/x'],
    [
      'well_known_variant',
      'oidc',
      'https://id.example.com/.well-known/openid-configuration/',
      'https://id.example.com',
    ],
    ['address_query', 'oidc', 'https://id.example.com/x#y', 'https://id.example.com/x'],
    [
      'trailing_path',
      'okta',
      'https://acme.okta.com/oauth2/default/v1',
      'https://acme.okta.com/oauth2/default',
    ],
    ['trailing_path', 'okta', 'https://acme.okta.com/oauth2', 'https://acme.okta.com'],
    ['trailing_path', 'oidc', 'https://acme.okta.com/oauth2/v1', 'https://acme.okta.com'],
    ['trailing_path', 'okta', 'https://acme.okta.com/api/v1/apps', 'https://acme.okta.com'],
    [
      'trailing_path',
      'keycloak',
      'https://id.example.com/realms/acme/openid-connect',
      'https://id.example.com/realms/acme',
    ],
    [
      'trailing_path',
      'keycloak',
      'https://id.example.com:8443/auth/realms/acme/x/',
      'https://id.example.com:8443/auth/realms/acme',
    ],
    ['http_address', 'oidc', 'http://id.example.com/x', 'https://id.example.com/x'],
    ['http_address', 'oidc', 'http://id.example.com:8080', undefined],
    ['http_address', 'oidc', 'http://localhost.example.com', 'https://localhost.example.com/'],
    ['scheme_missing', 'oidc', 'id.example.com/realms/acme', 'https://id.example.com/realms/acme'],
    ['scheme_missing', 'okta', 'acme-admin.okta.com', 'https://acme.okta.com'],
  ])('finds %s at %s in %s', (rule, provider, address, corrected) => {
    const finding = lintAddress(provider, address);
    expect(finding).toMatchObject({ rule });
    expect(finding?.corrected).toBe(corrected);
    // Nobody is refused again for what he was told to enter.
    if (corrected !== undefined) expect(lintAddress(provider, corrected)).toBeUndefined();
  });

  it.each<[Provider, string]>([
    ['okta', 'https://acme.okta.com'],
    ['okta', 'https://acme.okta.com/oauth2/default/.well-known/openid-configuration'],
    ['okta', 'https://login.acme.example.com/oauth2/aus1'],
    ['onelogin', 'https://acme.onelogin.com/oidc/2/'],
    ['azure', azure],
    ['azure', `${azure}/.well-known/openid-configuration`],
    ['azure', `https://login.microsoftonline.us/${tid}/v2.0`],
    ['azure', `https://acme.ciamlogin.com/${tid}/v2.0`],
    ['azure', 'https://login.microsoftonline.com/te/acme.onmicrosoft.com/b2c_1_signin/v2.0'],
    ['keycloak', 'https://id.example.com/auth/realms/acme'],
    ['keycloak', 'https://id.example.com/realms/saml'],
    ['keycloak', 'https://id.example.com:8443/realms/acme'],
    ['oidc', 'https://id.example.com/realms/acme/x'],
    ['okta', 'https://login.acme.example.com/oauth2/aus1/x'],
    ['oidc', 'https://acme.eu.auth0.com/'],
    ['oidc', 'not an address at all'],
    ...(['okta', 'onelogin', 'azure', 'keycloak', 'oidc'] as const).map(
      (provider) => [provider, `http://localhost:3005/${provider}/realms/acme`] as [Provider, string],
    ),
    ['keycloak', 'http://127.0.0.1:8080/auth/realms/acme'],
    ['keycloak', 'http://[::1]:8080/realms/acme'],
  ])('has nothing against %s at %s', (provider, discoveryUrl) => {
    expect(lintConnection({ provider, discoveryUrl })).toEqual([]);
  });

  it.each<[string, Provider, string]>([
    ['azure_secret_id', 'azure', tid],
    ['azure_secret_id', 'azure', tid.toUpperCase()],
    ['quotes', 'azure', "'a~secret'"],
    ['white_space', 'okta', 'a-secret '],
    ['white_space', 'okta', 'a-secret\n'],
    ['white_space', 'okta', 'a-se\tcret'],
    ['characters', 'okta', 'a-sécret'],
  ])('finds %s at %s in a secret, and gives nothing of it back', (rule, provider, clientSecret) => {
    const findings = lintConnection({ provider, clientSecret });
    expect(findings).toEqual([{ rule, pointer: '/clientSecret', message: expect.any(String) as string }]);
  });

  it.each<[Provider, string]>([
    ['keycloak', tid],
    ['azure', 'Yw8~Q.7f3_a-secret.of.forty.characters~x'],
    ['okta', 'with a blank, "quotes" and <brackets> inside'],
    ['onelogin', '"'],
  ])('has nothing against the secret of %s %s', (provider, clientSecret) => {
    expect(lintConnection({ provider, clientSecret })).toEqual([]);
  });

  it('corrects a client id', () => {
    expect(lintConnection({ provider: 'okta', clientId: '\u200b"0oa1"' })).toEqual([
      expect.objectContaining({ rule: 'characters', corrected: '0oa1' }),
    ]);
  });

  it('tells the first mistake of each field', () => {
    const findings = lintConnection({
      provider: 'azure',
      discoveryUrl: '"http://login.microsoftonline.com/common"',
      clientId: "'portico'",
      clientSecret: tid,
    });
    expect(findings.map(({ pointer, rule }) => [pointer, rule])).toEqual([
      ['/discoveryUrl', 'quotes'],
      ['/clientId', 'quotes'],
      ['/clientSecret', 'azure_secret_id'],
    ]);
  });

  it('knows an old Keycloak only once nothing was found, and then either way', () => {
    const at = (path: string): Finding[] =>
      lintConnection({
        provider: 'keycloak',
        discoveryUrl: `https://id.example.com${path}`,
        refusal: 'discovery_not_openid',
      });
    expect(at('/auth/realms/acme')[0]?.corrected).toBe('https://id.example.com/realms/acme');
    expect(at('/realms/acme/')[0]?.corrected).toBe('https://id.example.com/auth/realms/acme');
    expect(at('/auth')[0]).toMatchObject({ rule: 'keycloak_realm_missing' });
  });

  it.each([
    ['https://id.example.com', 'https://id.example.com/'],
    ['https://id.example.com/x/', 'https://id.example.com/x'],
    ['https://id.example.com/.well-known/openid-configuration', 'https://id.example.com'],
  ])('takes %s and the issuer %s for the same', (discoveryUrl, issuer) => {
    expect(lintConnection({ provider: 'oidc', discoveryUrl, issuer })).toEqual([]);
  });

  it('answers at once for the longest values that a form can send', () => {
    const nasty = ['{', ' ', '/.well-known', '/oauth2', '"', '\u200b', 'a.', '-'].map((part) =>
      `https://${part.repeat(2048)}`.slice(0, 2048),
    );
    const start = performance.now();
    for (const text of nasty)
      lintConnection({ provider: 'onelogin', discoveryUrl: text, clientId: text, clientSecret: text });
    expect((performance.now() - start) / nasty.length).toBeLessThan(20);
  });
});
