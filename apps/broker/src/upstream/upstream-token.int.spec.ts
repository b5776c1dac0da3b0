import { type LoginsAtIdp, startLoginsAtIdp } from './login-at-idp.fixture.js';

let logins: LoginsAtIdp;
beforeAll(async () => {
  logins = await startLoginsAtIdp();
});
beforeEach(() => {
  logins.idp.reset();
});
afterAll(async () => {
  await logins.close();
});

const giveRefreshToken = (): void => {
  logins.idp.lies.token = (honest) => ({ ...honest, body: { ...honest.body, refresh_token: 'refresh-1' } });
};

describe('a refresh token of an identity provider', () => {
  it('is not kept where the connection does not ask again', async () => {
    giveRefreshToken();
    expect((await logins.login()).recheck).toBeUndefined();
  });

  it('is not missed where the provider gives none', async () => {
    expect((await logins.login({ recheckMinutes: 5 })).recheck).toBeUndefined();
  });

  it('is kept sealed where the connection asks again', async () => {
    giveRefreshToken();
    const { recheck } = await logins.login({ recheckMinutes: 5 });
    expect(recheck).toEqual({ minutes: 5, sealedToken: expect.stringMatching(/^eyJ/) });
    expect(JSON.stringify(recheck)).not.toContain('refresh-1');
  });
});
