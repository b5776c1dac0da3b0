import { randomBytes } from 'node:crypto';
import { jest } from '@jest/globals';
import type { KeySet } from '@portico/secrets';
import { exportJWK, generateKeyPair } from 'jose';
import type { Configuration } from 'oidc-provider';
import { OpenIdProvider } from '../issuer/openid-provider.js';
import { Keys } from '../keys/keys.js';
import { SigningKeys } from '../keys/signing-keys.js';
import { createProvider } from './create-provider.js';
import { InteractionPolicy } from './interaction-policy.js';
import { ProviderConfiguration } from './provider-configuration.js';
import { TokenConfiguration } from './token-configuration.js';

const issuer = 'https://login.example.com';
/** Asked only once there are requests. */
const later = {} as never;

/** Exactly what the broker tells oidc-provider. */
const configuration = new ProviderConfiguration(
  later,
  new Keys({ keys: [] }, [randomBytes(32)]),
  new TokenConfiguration(later, later, later, later, later),
  new InteractionPolicy(later),
  later,
);

const create = (jwks: KeySet, change: (told: Configuration) => Configuration = (told) => told) => {
  const told = { run: () => change(configuration.run(issuer, jwks)) } as unknown as ProviderConfiguration;
  return createProvider(issuer, told, { jwks, finishRequest: later });
};

describe(createProvider.name, () => {
  let jwks: KeySet;
  let said: ReturnType<typeof jest.spyOn>[];

  beforeAll(async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    jwks = { keys: [{ ...(await exportJWK(privateKey)), kid: 'one', alg: 'ES256', use: 'sig' }] };
  });
  beforeEach(() => {
    said = (['warn', 'info'] as const).map((way) => jest.spyOn(console, way).mockReturnValue());
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each<[string, (told: Configuration) => Configuration]>([
    ['signing keys', (told) => ({ ...told, jwks: undefined })],
    ['signing keys, an empty set of which it has', (told) => ({ ...told, jwks: { keys: [] } })],
    ['a database', (told) => ({ ...told, adapter: undefined })],
    [
      'an end to devInteractions',
      (told) => ({ ...told, features: { ...told.features, devInteractions: undefined } }),
    ],
    [
      'devInteractions switched off',
      (told) => ({ ...told, features: { ...told.features, devInteractions: { enabled: true } } }),
    ],
    ['cookie keys', (told) => ({ ...told, cookies: { ...told.cookies, keys: undefined } })],
    ['people', (told) => ({ ...told, findAccount: undefined })],
    ['screens', (told) => ({ ...told, interactions: undefined })],
    ['failure pages', (told) => ({ ...told, renderError: undefined })],
  ])('O10 refuses to start without %s', (_, change) => {
    expect(() => create(jwks, change)).toThrow('defaults for development');
  });

  it('O10 ends the start of a broker that has no signing key', () => {
    const start = (): OpenIdProvider =>
      new OpenIdProvider(new SigningKeys(), ({ jwks: none }) => create(none));
    expect(start).toThrow('jwks: signing keys that everybody has');
  });

  it('O10 hears no warning from oidc-provider', () => {
    create(jwks);
    expect(said.flatMap(({ mock }) => mock.calls)).toEqual([]);
  });
});
