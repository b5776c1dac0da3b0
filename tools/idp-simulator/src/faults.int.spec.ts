import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as oidc from 'openid-client';
import { checks, Driver, redirectUri, refusal } from './testing/driver.js';

const folder = mkdtempSync(join(tmpdir(), 'portico-simulator-'));
const stateFile = join(folder, 'state.json');
let driver: Driver;

beforeAll(async () => {
  driver = await Driver.start(stateFile);
  await driver.register();
});
beforeEach(() => driver.put('faults', {}));
afterAll(async () => {
  await driver.simulator.close();
  rmSync(folder, { recursive: true });
});

describe('faults', () => {
  it.each([
    ['wrongNonce', { why: expect.stringContaining('"nonce"') }],
    ['wrongAudience', { why: expect.stringContaining('"aud"') }],
    ['wrongIssuer', { why: expect.stringContaining('"iss"') }],
    ['expired', { why: expect.stringContaining('"exp"') }],
    ['badSignature', { why: expect.stringContaining('signature verification failed') }],
    ['garbage', { why: expect.stringContaining('content-type') }],
    ['refuseSecret', { status: 401, error: 'invalid_client' }],
  ])('%s is seen by the client', async (fault, expected) => {
    await driver.put('faults', { [fault]: true });
    expect(await refusal(driver.wholeLogin())).toMatchObject(expected);
    await driver.put('faults', {});
    expect((await driver.wholeLogin()).tokens.claims()).toMatchObject({ email: 'agent@acme.example' });
  });

  it('unverified makes email_verified false for everybody, in both places', async () => {
    await driver.put('faults', { unverified: true });
    const { tokens, config } = await driver.wholeLogin();
    expect(tokens.claims()).toMatchObject({ email_verified: false });
    expect(await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')).toMatchObject({
      email_verified: false,
    });
  });

  it('slow delays the token endpoint alone', async () => {
    const config = await driver.configure();
    await driver.put('faults', { slow: 400 });
    const callback = await driver.signIn(config, { person: 'agent@acme.example' });
    const before = performance.now();
    await oidc.authorizationCodeGrant(config, callback, checks);
    expect(performance.now() - before).toBeGreaterThan(390);
  });

  it('down answers 503 everywhere below the issuer', async () => {
    await driver.put('faults', { down: true });
    const paths = [
      '.well-known/openid-configuration',
      'protocol/openid-connect/auth',
      'login-actions/authenticate/x',
    ];
    for (const path of paths) expect((await fetch(`${driver.issuer}/${path}`)).status).toBe(503);
  });
});

describe('control', () => {
  it('refuses malformed bodies, unknown faults, unknown personalities and pages of other sites', async () => {
    expect((await driver.put('clients/portico', { clientSecret: 'x', redirectUris: [] })).status).toBe(400);
    expect((await driver.put('faults', { explode: true })).status).toBe(400);
    expect((await driver.put('faults', { down: true }, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await fetch(`${driver.simulator.url}/control/nobody/faults`)).status).toBe(404);
  });

  it('shows the switches and applies them without JavaScript', async () => {
    const browser = driver.browser();
    await browser.open(`${driver.simulator.url}/control/keycloak/faults`, { slow: '20', wrongNonce: 'on' });
    expect(await (await fetch(`${driver.simulator.url}/control/keycloak/faults`)).json()).toMatchObject({
      slow: 20,
      wrongNonce: true,
      down: false,
    });
    const page = await (await browser.open(`${driver.simulator.url}/control`)).text();
    expect(page).toContain('name="wrongNonce" checked');
    expect(page).toContain(redirectUri);
    expect(page).not.toContain('right-secret');
  });

  it('keeps clients and signing keys over a restart', async () => {
    const keysBefore = await (await fetch(`${driver.issuer}/protocol/openid-connect/certs`)).json();
    await driver.simulator.close();
    driver = await Driver.start(stateFile, Number(new URL(driver.simulator.url).port));
    expect(await (await fetch(`${driver.issuer}/protocol/openid-connect/certs`)).json()).toEqual(keysBefore);
    expect((await driver.wholeLogin()).tokens.claims()).toMatchObject({ email: 'agent@acme.example' });
  });
});
