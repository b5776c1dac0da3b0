import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as upstream from 'openid-client';
import { Pool } from 'pg';
import { readForm } from '../idp/http.ts';
import { TABLES } from './adapter.ts';
import { type BareClient, createProvider } from './provider.ts';

/** The comparison: what a competent engineer has after an afternoon with the same libraries, and nothing else. */
interface BareOptions {
  url: string;
  databaseUrl: string;
  issuer: string;
  client: BareClient;
}

const options = JSON.parse(process.env['BENCH_OPTIONS'] ?? '{}') as BareOptions;
const pool = new Pool({ connectionString: options.databaseUrl, max: 10 });
await pool.query(TABLES);
const provider = createProvider(options.url, pool, options.client);
const configuration = await upstream.discovery(new URL(options.issuer), 'bare', 'secret', undefined, {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out; the load runs on loopback
  execute: [upstream.allowInsecureRequests, upstream.enableNonRepudiationChecks],
});
const redirectUri = `${options.url}/callback`;

const showScreen = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { uid } = await provider.interactionDetails(request, response);
  response.writeHead(200, { 'content-type': 'text/html', 'cache-control': 'no-store' }).end(
    `<!doctype html><title>Sign in</title><form method="post" action="/interaction/${uid}/sso">
     <label>E-mail <input type="email" name="email" required></label><button>Continue</button></form>`,
  );
};

/** The e-mail is in; the browser leaves for the identity provider. */
const leave = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { uid } = await provider.interactionDetails(request, response);
  const email = (await readForm(request)).get('email') ?? '';
  const [state, nonce] = [upstream.randomState(), upstream.randomNonce()];
  const verifier = upstream.randomPKCECodeVerifier();
  await pool.query(
    'INSERT INTO pending_login (state, interaction, nonce, verifier) VALUES ($1, $2, $3, $4)',
    [state, uid, nonce, verifier],
  );
  const address = upstream.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    state,
    nonce,
    login_hint: email,
    code_challenge: await upstream.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  response.writeHead(303, { location: address.href }).end();
};

/** Back from the identity provider: everything is verified, the person is known from now on. */
const comeBack = async (url: URL, response: ServerResponse): Promise<void> => {
  const state = url.searchParams.get('state') ?? '';
  const { rows } = await pool.query<{ interaction: string; nonce: string; verifier: string }>(
    'DELETE FROM pending_login WHERE state = $1 RETURNING interaction, nonce, verifier',
    [state],
  );
  const [login] = rows;
  if (!login) throw new Error('no such login');
  const tokens = await upstream.authorizationCodeGrant(configuration, url, {
    expectedState: state,
    expectedNonce: login.nonce,
    pkceCodeVerifier: login.verifier,
    idTokenExpected: true,
  });
  const sub = tokens.claims()?.sub ?? '';
  const claims = await upstream.fetchUserInfo(configuration, tokens.access_token, sub);
  await pool.query(
    'INSERT INTO account (sub, claims) VALUES ($1, $2) ON CONFLICT (sub) DO UPDATE SET claims = $2',
    [sub, JSON.stringify(claims)],
  );
  const interaction = await provider.Interaction.find(login.interaction);
  if (!interaction) throw new Error('no such interaction');
  interaction.result = { login: { accountId: sub } };
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
  response.writeHead(303, { location: interaction.returnTo }).end();
};

const handle = provider.callback();
const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const url = new URL(request.url ?? '/', options.url);
  if (url.pathname === '/callback') await comeBack(url, response);
  else if (!url.pathname.startsWith('/interaction/')) await handle(request, response);
  else if (request.method === 'POST') await leave(request, response);
  else await showScreen(request, response);
};

createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    response.writeHead(500).end();
  });
}).listen(Number(new URL(options.url).port), 'localhost');
