// sign-in, whoami, sign-out: a program of one's own machine, which signs in by the system's browser (RFC 8252)
import {
  InMemoryWebStorage,
  OidcClient,
  type SigninResponse,
  type UseRefreshTokenArgs,
  WebStorageStateStore,
} from 'oidc-client-ts';
import { readEnvironment } from './env.ts';
import { listen } from './loopback.ts';
import { forgetTokens, readTokens, writeTokens } from './tokens.ts';

const { issuer, clientId, tokensFile } = readEnvironment();
const SCOPE = 'openid profile email';

const clientWith = (redirectUri: string): OidcClient =>
  new OidcClient({
    authority: issuer,
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: SCOPE,
    loadUserInfo: true,
    stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
  });

const keep = ({ id_token, refresh_token }: SigninResponse, idToken = ''): void => {
  writeTokens(tokensFile, { idToken: id_token ?? idToken, refreshToken: refresh_token ?? '' });
};

/** A library could open the browser; printing the address works over ssh too. */
const openInBrowser = (address: string): void => {
  console.log(`Open this address in your browser:\n${address}`);
};

const signIn = async (): Promise<void> => {
  const loopback = await listen('/callback');
  try {
    const client = clientWith(loopback.redirectUri);
    openInBrowser((await client.createSigninRequest({})).url);
    const response = await client.processSigninResponse(await loopback.answer);
    keep(response);
    console.log(`Signed in as ${String(response.profile.email)}.`);
  } finally {
    loopback.close();
  }
};

/** Asks Portico each time, by the refresh token: so it is told when the session has ended. */
const whoAmI = async (): Promise<void> => {
  const tokens = readTokens(tokensFile);
  if (!tokens) {
    console.log('Nobody is signed in.');
    return;
  }
  const state: UseRefreshTokenArgs['state'] = {
    refresh_token: tokens.refreshToken,
    id_token: tokens.idToken,
    session_state: null,
    data: undefined,
    scope: SCOPE,
    profile: readProfile(tokens.idToken),
  };
  try {
    const response = await clientWith('http://127.0.0.1/callback').useRefreshToken({ state });
    keep(response, tokens.idToken);
    console.log(`Signed in as ${String(response.profile.email)}.`);
  } catch (error) {
    forgetTokens(tokensFile);
    console.log(`Signed out: ${(error as Error).message}`);
  }
};

const readProfile = (idToken: string) =>
  JSON.parse(
    Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString(),
  ) as UseRefreshTokenArgs['state']['profile'];

const signOut = async (): Promise<void> => {
  const tokens = readTokens(tokensFile);
  forgetTokens(tokensFile);
  if (!tokens) return;
  const client = clientWith('http://127.0.0.1/callback');
  await client.revokeToken(tokens.refreshToken, 'refresh_token');
  openInBrowser((await client.createSignoutRequest({ id_token_hint: tokens.idToken })).url);
};

const COMMANDS: Readonly<Record<string, () => Promise<void>>> = {
  'sign-in': signIn,
  whoami: whoAmI,
  'sign-out': signOut,
};

const command = COMMANDS[process.argv[2] ?? ''];
if (command) await command();
else {
  console.error(`usage: native ${Object.keys(COMMANDS).join('|')}`);
  process.exitCode = 2;
}
