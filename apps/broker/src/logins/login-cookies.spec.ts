import { randomBytes } from 'node:crypto';
import { newId } from '@portico/service-kit';
import { readCookieKeys } from '@portico/secrets';
import type { Request } from 'express';
import { Issuer } from '../issuer/issuer.js';
import { Keys } from '../keys/keys.js';
import { LoginCookies, type LoginInFlight } from './login-cookies.js';

const issuer = new Issuer('https://login.example.com');
const cookieKeys = readCookieKeys(JSON.stringify([randomBytes(32).toString('base64url')]));
const cookies = new LoginCookies(issuer, new Keys({ keys: [] }, cookieKeys));
const connectionId = newId();

const aLogin = (redirectUri: string): LoginInFlight => ({
  loginId: newId(),
  reference: 'OTTER-2719',
  tenantId: newId(),
  connectionId,
  provider: 'google',
  issuer: 'https://accounts.google.com',
  clientId: 'portico',
  revision: 1,
  redirectUri,
  state: 'a-state-of-this-login',
  nonce: 'nonce',
  codeVerifier: 'verifier',
  interactionUid: 'uid',
  wishes: { acrValues: [], afresh: false, essentialAcrs: [] },
});

describe(LoginCookies.name, () => {
  it.each<[string, 'own' | 'shared', string]>([
    ['to the connection alone', 'own', `/oauth2/idpresponse/${connectionId}`],
    ['to the address that connections share', 'shared', '/oauth2/idpresponse'],
  ])('P02 P03 sends the login back %s', async (_, callback, path) => {
    const redirectUri = issuer.callbackOf({ id: connectionId, callback });
    const { options } = await cookies.seal(aLogin(redirectUri));
    expect(options).toMatchObject({ path, httpOnly: true, secure: true, sameSite: 'lax' });
    expect(new URL(redirectUri).pathname).toBe(path);
  });

  it('opens for its own state what it sealed, and for no other', async () => {
    const login = aLogin(issuer.sharedCallback);
    const { name, value } = await cookies.seal(login);
    const request = { get: () => `${name}=${value}` } as unknown as Request;
    await expect(cookies.open(request, login.state)).resolves.toEqual(login);
    await expect(cookies.open(request, 'another-state')).resolves.toBeUndefined();
  });
});
