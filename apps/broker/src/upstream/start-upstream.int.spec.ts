import { aConnectionTo, type HostileIdp, REDIRECT_URI, startHostileIdp } from '@portico/testing';
import { Issuers } from './issuers.client.js';
import { StartUpstream } from './start-upstream.js';
import { UpstreamSettings } from './upstream-settings.js';
import { Wall } from './wall.client.js';

let idp: HostileIdp;
let wall: Wall;
let startUpstream: StartUpstream;

beforeAll(async () => {
  idp = await startHostileIdp();
  const settings = new UpstreamSettings([idp.origin], { keys: [] });
  wall = new Wall(settings);
  startUpstream = new StartUpstream(new Issuers(settings, wall));
});
afterAll(async () => {
  await wall.onApplicationShutdown();
  await idp.close();
});

describe(StartUpstream.name, () => {
  it('S05 names an IdP that is not reached', async () => {
    const connection = aConnectionTo(idp, { issuer: 'https://10.0.0.1/realms/acme' });
    await expect(startUpstream.run({ connection, redirectUri: REDIRECT_URI })).rejects.toThrow(
      'upstream_unreachable',
    );
  });

  it('P06 P07 gives each of 100 requests a state, a nonce and an S256 challenge of its own', async () => {
    const connection = aConnectionTo(idp);
    const started = await Promise.all(
      Array.from({ length: 100 }, () => startUpstream.run({ connection, redirectUri: REDIRECT_URI })),
    );
    const asked = started.map(({ url }) => new URL(url).searchParams);
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(new Set(asked.map((parameters) => parameters.get(name))).size).toBe(100);
    expect(asked.every((parameters) => parameters.get('code_challenge_method') === 'S256')).toBe(true);
    expect(new Set(started.map(({ codeVerifier }) => codeVerifier)).size).toBe(100);
  });

  it('passes on what the application asked for, and always asks for openid', async () => {
    const connection = aConnectionTo(idp, { scopes: ['email'] });
    const wishes = {
      loginHint: 'scout@acme.example',
      prompt: 'login',
      maxAge: 0,
      acrValues: 'silver',
      uiLocales: 'de-CH de',
    };
    const { url, state, nonce } = await startUpstream.run({
      connection,
      redirectUri: REDIRECT_URI,
      ...wishes,
    });
    expect(url.startsWith(`${idp.issuer}/authorize?`)).toBe(true);
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'portico',
      redirect_uri: REDIRECT_URI,
      scope: 'openid email',
      state,
      nonce,
      login_hint: 'scout@acme.example',
      prompt: 'login',
      max_age: '0',
      acr_values: 'silver',
      ui_locales: 'de-CH de',
    });
  });
});
