import { jest } from '@jest/globals';
import type { ConnectionSettings } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { type BrokerHouse, REDIRECT_URI, startBrokerHouse } from '../broker-house.fixture.js';
import { redeem, signIn, userinfo } from './signed-in.fixture.js';

jest.setTimeout(60_000);

const enforced = {
  id: newId(),
  provider: 'okta',
  mode: 'enforced',
  issuer: 'https://idp.example.com',
  clientId: 'portico',
} as ConnectionSettings;

let house: BrokerHouse;
beforeAll(async () => {
  house = await startBrokerHouse();
});
afterAll(async () => {
  await house.stop();
});

describe('single sign-on that becomes enforced', () => {
  it('E01 redeems no code that a password has begun', async () => {
    const { tenant, browser, code } = await signIn(house);
    await house.change(tenant, { connections: [enforced] });
    expect(await redeem(browser, code)).toMatchObject({ error: 'invalid_grant' });
  });

  it('E01 answers to no token that a password has begun', async () => {
    const { tenant, browser, code } = await signIn(house);
    const { access_token: token } = await redeem(browser, code);
    expect(await userinfo(browser, token)).toBe(200);
    await house.change(tenant, { connections: [enforced] });
    expect(await userinfo(browser, token)).toBe(401);
  });

  it('E01 keeps no session that a password has begun', async () => {
    const { tenant, browser } = await signIn(house);
    await house.change(tenant, { connections: [enforced] });
    expect((await house.openLogin(browser)).path).toMatch(/^\/login\//);
  });

  it('leaves all of them as they are while the connection is merely enabled', async () => {
    const { tenant, browser, code } = await signIn(house);
    await house.change(tenant, { connections: [{ ...enforced, mode: 'enabled' }] });
    const { access_token: token } = await redeem(browser, code);
    expect(await userinfo(browser, token)).toBe(200);
    expect((await house.openLogin(browser)).path).toBe(new URL(REDIRECT_URI).pathname);
  });
});
