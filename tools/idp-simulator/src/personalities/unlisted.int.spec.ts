import { Driver } from '../testing/driver.js';

let driver: Driver;

beforeAll(async () => {
  driver = await Driver.start('oidc');
  await driver.register();
});
afterAll(() => driver.simulator.close());

describe('unlisted personality', () => {
  const userinfo = async (method: string, accessToken: string) =>
    await fetch(`${driver.issuer}/userinfo`, {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
    });

  it('refuses userinfo by GET, and says which method it wants', async () => {
    const { tokens } = await driver.wholeLogin();
    const response = await userinfo('GET', tokens.access_token);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });

  it('tells who somebody is by POST alone, and never whether the address is verified', async () => {
    const { tokens } = await driver.wholeLogin();
    for (const absent of ['email', 'name', 'email_verified', 'auth_time'])
      expect(tokens.claims()).not.toHaveProperty(absent);
    expect(await (await userinfo('POST', tokens.access_token)).json()).toEqual({
      sub: tokens.claims()?.sub,
      email: 'agent@umbrella.example',
      name: 'Scout Finch',
      given_name: 'Scout',
      family_name: 'Finch',
    });
  });

  it('says when and how somebody signed in if it is asked to', async () => {
    const extra = { max_age: '60', acr_values: 'urn:umbrella:second-factor' };
    const { tokens } = await driver.wholeLogin(undefined, { extra });
    expect(tokens.claims()).toMatchObject({
      auth_time: expect.any(Number),
      acr: 'urn:umbrella:second-factor',
    });
  });
});
