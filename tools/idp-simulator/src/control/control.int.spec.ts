import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Driver, redirectUri } from '../testing/driver.js';

const folder = mkdtempSync(join(tmpdir(), 'portico-simulator-'));
const stateFile = join(folder, 'state.json');
let driver: Driver;

beforeAll(async () => {
  driver = await Driver.start('keycloak', stateFile);
  await driver.register();
});
afterAll(async () => {
  await driver.simulator.close();
  rmSync(folder, { recursive: true });
});

describe('control', () => {
  it('refuses malformed bodies, unknown faults, unknown personalities and pages of other sites', async () => {
    expect((await driver.put('clients/portico', { clientSecret: 'x', redirectUris: [] })).status).toBe(400);
    expect((await driver.register({ tokenAuth: 'none' })).status).toBe(400);
    expect((await driver.put('faults', { explode: true })).status).toBe(400);
    expect((await driver.put('faults', { edovClaim: true })).status).toBe(400);
    expect((await driver.put('faults', { down: true }, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await fetch(`${driver.simulator.url}/control/nobody/faults`)).status).toBe(404);
  });

  it('shows the switches of every provider and applies them without JavaScript', async () => {
    const { url } = driver.simulator;
    const browser = driver.browser();
    await browser.open(`${url}/control/keycloak/faults`, { slow: '20', clockSkew: '-5', wrongNonce: 'on' });
    expect(await (await fetch(`${url}/control/keycloak/faults`)).json()).toMatchObject({
      slow: 20,
      clockSkew: -5,
      wrongNonce: true,
      down: false,
    });
    expect(await (await fetch(`${url}/control/okta/faults`)).json()).toMatchObject({ wrongNonce: false });
    const page = await (await browser.open(`${url}/control`)).text();
    expect(page).toContain('name="wrongNonce" checked');
    expect(page).toContain('3 on');
    expect(page).toContain(redirectUri);
    expect(page).not.toContain('right-secret');
    for (const name of ['okta', 'onelogin', 'azure', 'google', 'oidc'])
      expect(page).toContain(`action="/control/${name}/faults"`);
    await driver.put('faults', {});
  });

  it('keeps clients and signing keys over a restart', async () => {
    const keysOf = async () => await (await fetch(`${driver.issuer}/protocol/openid-connect/certs`)).json();
    const keysBefore = await keysOf();
    await driver.simulator.close();
    driver = await Driver.start('keycloak', stateFile);
    expect(await keysOf()).toEqual(keysBefore);
    expect((await driver.wholeLogin()).tokens.claims()).toMatchObject({ email: 'agent@acme.example' });
  });
});
