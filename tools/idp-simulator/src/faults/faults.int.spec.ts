import * as oidc from 'openid-client';
import type { PersonalityName } from '../personality.js';
import { startSimulator, type Simulator } from '../start-simulator.js';
import { checks, Driver, refusal } from '../testing/driver.js';

let simulator: Simulator;
let keycloak: Driver;

beforeAll(async () => {
  simulator = await startSimulator({ port: 0 });
  keycloak = Driver.at(simulator, 'keycloak');
  await keycloak.register();
});
afterAll(() => simulator.close());

const why = (text: string) => ({ why: expect.stringContaining(text) });

describe('faults', () => {
  it.each<[Record<string, boolean | number>, object]>([
    [{ wrongNonce: true }, why('"nonce"')],
    [{ wrongAudience: true }, why('"aud"')],
    [{ wrongIssuer: true }, why('"iss"')],
    [{ expired: true }, why('"exp"')],
    [{ clockSkew: -3600 }, why('"exp"')],
    [{ badSignature: true }, why('signature verification failed')],
    [{ unknownKey: true }, why('error when selecting a JWT verification key')],
    [{ garbage: true }, why('content-type')],
    [{ empty: true }, why('failed to parse')],
    [{ redirect: true }, why('unexpected HTTP response status code')],
    [{ tokenError: true }, why('unexpected HTTP response status code')],
    [{ tooManyRequests: true }, { status: 429, error: 'temporarily_unavailable' }],
    [{ refuseSecret: true }, { status: 401, error: 'unauthorized_client' }],
    [{ secretExpired: true }, { status: 401, error: 'unauthorized_client' }],
  ])('%j is seen by the client, and passes', async (switches, expected) => {
    await keycloak.whileOn(switches, async () => {
      expect(await refusal(keycloak.wholeLogin())).toMatchObject(expected);
    });
    expect((await keycloak.wholeLogin()).tokens.claims()).toMatchObject({ email: 'agent@acme.example' });
  });

  it('accessDenied refuses everybody who has signed in', async () => {
    await keycloak.whileOn({ accessDenied: true }, async () => {
      const callback = await keycloak.signIn(await keycloak.configure(), { person: 'agent@acme.example' });
      expect(callback.searchParams.get('error')).toBe('access_denied');
    });
  });

  it('rotatedKeys signs with a new key, which alone is published', async () => {
    const keys = async () => {
      const response = await fetch(`${keycloak.issuer}/protocol/openid-connect/certs`);
      return ((await response.json()) as { keys: { kid: string; d?: string }[] }).keys;
    };
    const before = await keys();
    await keycloak.whileOn({ rotatedKeys: true }, async () => {
      const now = await keys();
      expect(now).toHaveLength(1);
      expect(now[0]?.kid).not.toBe(before[0]?.kid);
      expect(now[0]).not.toHaveProperty('d');
      expect((await keycloak.wholeLogin()).tokens.claims()).toBeDefined();
    });
    expect(await keys()).toEqual(before);
  });

  it('clockSkew moves all times of the token, either way', async () => {
    const issuedAt = async () => (await keycloak.wholeLogin()).tokens.claims()?.iat ?? 0;
    const now = Math.floor(Date.now() / 1000);
    await keycloak.whileOn({ clockSkew: 120 }, async () =>
      expect(await issuedAt()).toBeGreaterThan(now + 100),
    );
    await keycloak.whileOn({ clockSkew: -120 }, async () => expect(await issuedAt()).toBeLessThan(now - 100));
  });

  it.each<[PersonalityName, string, object, object]>([
    ['okta', 'unverified', {}, { email_verified: false }],
    ['keycloak', 'unverified', { email_verified: false }, { email_verified: false }],
    ['keycloak', 'otherEmail', { email: 'agent@acme.example' }, { email: 'somebody.else@attacker.example' }],
    ['keycloak', 'lowAcr', { acr: '0' }, {}],
  ])('at %s, %s changes the claims', async (name, fault, idToken, userinfo) => {
    const driver = Driver.at(simulator, name);
    await driver.register();
    await driver.whileOn({ [fault]: true }, async () => {
      expect(await driver.claimsOf()).toMatchObject({ idToken, userinfo });
    });
  });

  it.each<[PersonalityName, string, string]>([
    ['keycloak', 'noEmailVerified', 'email_verified'],
    ['google', 'noEmail', 'email'],
    ['okta', 'noAuthTime', 'auth_time'],
  ])('at %s, %s takes the claim out of both places', async (name, fault, claim) => {
    const driver = Driver.at(simulator, name);
    await driver.register();
    await driver.whileOn({ [fault]: true }, async () => {
      const { idToken, userinfo } = await driver.claimsOf();
      expect(idToken).not.toHaveProperty(claim);
      expect(userinfo).not.toHaveProperty(claim);
    });
  });

  it('otherSubject makes userinfo speak of somebody else', async () => {
    const { config, tokens } = await keycloak.wholeLogin();
    await keycloak.whileOn({ otherSubject: true }, async () => {
      const asked = oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
      expect((await refusal(asked)).why).toContain('"sub"');
    });
  });

  it('slow delays the token endpoint alone', async () => {
    const config = await keycloak.configure();
    await keycloak.whileOn({ slow: 400 }, async () => {
      const callback = await keycloak.signIn(config, { person: 'agent@acme.example' });
      const before = performance.now();
      await oidc.authorizationCodeGrant(config, callback, checks);
      expect(performance.now() - before).toBeGreaterThan(390);
    });
  });

  it('huge answers more than anybody should read', async () => {
    await keycloak.whileOn({ huge: true }, async () => {
      const response = await fetch(`${keycloak.issuer}/protocol/openid-connect/token`, { method: 'POST' });
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(16 * 1024 * 1024);
    });
  });

  it.each([
    ['down', 503],
    ['broken', 500],
  ])('%s answers %i everywhere below the issuer, and leaves the others alone', async (fault, status) => {
    const paths = [
      '.well-known/openid-configuration',
      'protocol/openid-connect/auth',
      'login-actions/authenticate/x',
    ];
    await keycloak.whileOn({ [fault]: true }, async () => {
      for (const path of paths) expect((await fetch(`${keycloak.issuer}/${path}`)).status).toBe(status);
      expect((await fetch(`${simulator.url}/okta/.well-known/openid-configuration`)).status).toBe(200);
    });
  });
});
