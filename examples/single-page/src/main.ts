// The page: GET /  GET /page.js   Its backend: GET /sign-in  GET /callback  GET /api/me  GET /api/calls  POST /api/refresh  POST /api/sign-out
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { parseCookie } from 'cookie';
import express, { type NextFunction, type Request, type Response } from 'express';
import { readEnvironment } from './env.ts';
import { type Pending, Portico, type SignedIn } from './portico.ts';

const environment = readEnvironment();
const { port, url, api } = environment;
const portico = new Portico(environment);
const COOKIE = url.startsWith('https:') ? '__Host-single-page' : 'single-page';

/** In memory for the example; a database where there are several replicas. The cookie is all that the browser gets. */
const sessions = new Map<string, { pending?: Pending; person?: SignedIn }>();

const begin = (response: Response, content: { pending?: Pending; person?: SignedIn }): void => {
  const id = randomBytes(32).toString('base64url');
  sessions.set(id, content);
  response.cookie(COOKIE, id, {
    httpOnly: true,
    sameSite: 'lax',
    secure: url.startsWith('https:'),
    path: '/',
  });
};

/** Gives the content of the browser's session; where it is taken, the session is over. */
const sessionOf = (request: Request, take = false) => {
  const id = parseCookie(request.headers.cookie ?? '')[COOKIE] ?? '';
  const session = sessions.get(id);
  if (take) sessions.delete(id);
  return session;
};

/** The tokens of the person, refreshed where they are about to end. */
const freshTokensOf = async (request: Request, always = false): Promise<SignedIn | undefined> => {
  const session = sessionOf(request);
  if (!session?.person) return undefined;
  if (always || session.person.expiresAt < Date.now() + 10_000)
    session.person = await portico.refresh(session.person);
  return session.person;
};

const app = express().disable('x-powered-by');
app.use((_request, response, next) => {
  response.set({ 'Content-Security-Policy': "default-src 'self'; frame-ancestors 'none'" });
  response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
  next();
});
app.use(express.static(join(import.meta.dirname, '../page')));

app.get('/sign-in', async (_request, response) => {
  const { address, pending } = await portico.beginSignIn();
  begin(response, { pending });
  response.redirect(303, address);
});

app.get('/callback', async (request, response) => {
  const pending = sessionOf(request, true)?.pending;
  if (!pending) return void response.redirect(303, '/');
  const person = await portico.finishSignIn(new URL(request.originalUrl, url), pending);
  begin(response, { person });
  response.redirect(303, '/');
});

// A page of another origin cannot send this header without being asked first (CORS): no request is forged.
app.use('/api', (request, response, next) => {
  if (request.get('x-requested-with') === 'single-page') next();
  else response.status(403).json({ error: 'not from the page' });
});

app.get('/api/me', (request, response) => {
  const claims = sessionOf(request)?.person?.claims;
  if (claims) response.json({ name: claims['name'], email: claims['email'], tenantId: claims['tenant_id'] });
  else response.status(401).json({ error: 'nobody is signed in' });
});

app.get('/api/calls', async (request, response) => {
  const person = await freshTokensOf(request);
  if (!person) return void response.status(401).json({ error: 'nobody is signed in' });
  const answer = await fetch(`${api}/calls`, { headers: { authorization: `Bearer ${person.accessToken}` } });
  response.status(answer.status).json(await answer.json());
});

app.post('/api/refresh', async (request, response) => {
  const before = sessionOf(request)?.person?.accessToken;
  const after = (await freshTokensOf(request, true))?.accessToken;
  response.json({ renewed: after !== undefined && after !== before });
});

app.post('/api/sign-out', async (request, response) => {
  const person = sessionOf(request, true)?.person;
  response.clearCookie(COOKIE).json({ address: person ? await portico.signOutAddress(person) : '/' });
});

/** What Portico refuses (an ended session at a refresh, say) ends the session here too. */
app.use((error: Error & { error?: string }, request: Request, response: Response, _next: NextFunction) => {
  console.error(error.error ?? error.message);
  sessionOf(request, true);
  response.status(401).json({ error: error.error ?? 'failed' });
});

app.listen(port, 'localhost', () => {
  console.log(`the single-page example listens on ${url}`);
});
