import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Accounts } from './accounts.ts';
import { readForm, sendJson } from './http.ts';
import { Signer } from './signer.ts';

/** A fast identity provider for load: it says yes to everybody, at once, and knows how long each answer took it. */
const origin = process.env['BENCH_URL'] ?? '';
const signer = new Signer();
const accounts = new Accounts();

const REALM = /^\/realms\/([\w-]+)(\/.*)$/;

const discovery = (issuer: string): object => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  code_challenge_methods_supported: ['S256'],
});

/** The authorization endpoint: whoever is hinted at is signed in already. */
const authorize = (url: URL, response: ServerResponse): void => {
  const { searchParams: asked } = url;
  const back = new URL(asked.get('redirect_uri') ?? '');
  const code = accounts.begin({
    email: asked.get('login_hint') ?? '',
    clientId: asked.get('client_id') ?? '',
    nonce: asked.get('nonce') ?? '',
  });
  back.searchParams.set('code', code);
  back.searchParams.set('state', asked.get('state') ?? '');
  response.writeHead(303, { location: back.href }).end();
};

const token = async (issuer: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const code = (await readForm(request)).get('code') ?? '';
  const began = performance.now();
  const login = accounts.redeem(code);
  if (!login) {
    sendJson(response, 400, { error: 'invalid_grant' });
    return;
  }
  const now = Math.floor(Date.now() / 1000);
  const idToken = signer.sign({
    iss: issuer,
    aud: login.clientId,
    iat: now,
    exp: now + 300,
    auth_time: now,
    nonce: login.nonce,
    ...accounts.claimsOf(login),
  });
  sendJson(response, 200, { access_token: code, token_type: 'Bearer', expires_in: 300, id_token: idToken });
  accounts.took(code, performance.now() - began);
};

const userinfo = (request: IncomingMessage, response: ServerResponse): void => {
  const began = performance.now();
  const code = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  const login = accounts.find(code);
  if (login) sendJson(response, 200, accounts.claimsOf(login));
  else sendJson(response, 401, { error: 'invalid_token' });
  accounts.took(code, performance.now() - began);
};

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const url = new URL(request.url ?? '/', origin);
  if (url.pathname === '/times') {
    sendJson(response, 200, accounts.times());
    return;
  }
  const [, realm, path] = REALM.exec(url.pathname) ?? [];
  const issuer = `${origin}/realms/${realm ?? ''}`;
  if (path === '/authorize') authorize(url, response);
  else if (path === '/token') await token(issuer, request, response);
  else if (path === '/userinfo') userinfo(request, response);
  else if (path === '/keys') sendJson(response, 200, { keys: [signer.publicJwk] });
  else if (path === '/.well-known/openid-configuration') sendJson(response, 200, discovery(issuer));
  else sendJson(response, 404, {});
};

createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    response.destroy();
  });
}).listen(Number(new URL(origin).port), 'localhost');
