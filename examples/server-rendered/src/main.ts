// GET /  GET /login -> Portico  GET /callback <- Portico  GET /logout -> Portico  POST /backchannel-logout <- Portico
import express, { type Request } from 'express';
import oidc, { type ConfigParams } from 'express-openid-connect';
import session from 'express-session';
import { readEnvironment } from './env.ts';

const { port, url, issuer, clientId, clientSecret, sessionSecret, api, audience } = readEnvironment();

const { auth, requiresAuth } = oidc;

const app = express().disable('x-powered-by');

// Everything between this application and Portico is the library's; nothing of it knows Portico.
app.use(
  auth({
    issuerBaseURL: issuer,
    baseURL: url,
    clientID: clientId,
    clientSecret,
    clientAuthMethod: 'client_secret_basic',
    secret: sessionSecret,
    authRequired: false,
    idpLogout: true,
    authorizationParams: {
      response_type: 'code',
      scope: 'openid profile email calls:read',
      resource: audience,
    },
    // In memory for the example; a database where there are several replicas. Only the library's types are narrower.
    backchannelLogout: { store: new session.MemoryStore() } as unknown as ConfigParams['backchannelLogout'],
  }),
);

const escape = (text: unknown): string =>
  String(text).replace(/[&<>"]/g, (character) => `&#${String(character.charCodeAt(0))};`);

const page = (body: string): string => `<!doctype html><html lang="en"><meta charset="utf-8">
<title>Server-rendered example</title><h1>Server-rendered example</h1>${body}</html>`;

app.get('/', (request, response) => {
  const { user } = request.oidc;
  response.send(
    page(
      user
        ? `<p id="who">Signed in as ${escape(user['email'])}.</p>
           <p><a href="/calls">Calls</a> <a href="/refreshed">Refresh</a> <a href="/logout">Sign out</a></p>`
        : '<p id="who">Nobody is signed in.</p><p><a href="/login">Sign in</a></p>',
    ),
  );
});

/** The access token for the API, refreshed where it has ended. */
const accessTokenOf = async (request: Request): Promise<string> => {
  const token = request.oidc.accessToken;
  if (!token) throw new Error('there is no access token');
  const live = token.isExpired() ? await token.refresh() : token;
  return live.access_token;
};

app.get('/calls', requiresAuth(), async (request, response) => {
  const authorization = `Bearer ${await accessTokenOf(request)}`;
  const answer = await fetch(`${api}/calls`, { headers: { authorization } });
  response.status(answer.status).send(page(`<pre id="calls">${escape(await answer.text())}</pre>`));
});

app.get('/refreshed', requiresAuth(), async (request, response) => {
  const before = request.oidc.accessToken?.access_token;
  const after = (await request.oidc.accessToken?.refresh())?.access_token;
  response.send(page(`<p id="refreshed">${before === after ? 'the same token' : 'a new token'}</p>`));
});

app.listen(port, 'localhost', () => {
  console.log(`the server-rendered example listens on ${url}`);
});
