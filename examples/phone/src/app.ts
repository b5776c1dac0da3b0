// GET /  GET /sign-in -> Portico  GET /callback <- Portico  POST /sign-out -> Portico -> GET /
import { join } from 'node:path';
import { Eta } from 'eta';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { Portico } from './portico.js';
import { Sessions } from './sessions.js';

const views = join(import.meta.dirname, 'views');
const eta = new Eta({ views, cache: true });

/** The example application "Phone": it has no passwords and no user table to guard, Portico signs its people in. */
export function createApp({ issuer, url }: { issuer: URL; url: string }): Express {
  const portico = new Portico(issuer, url);
  const sessions = new Sessions(url.startsWith('https:'));
  const app = express();
  app.disable('x-powered-by');
  app.use('/phone.css', express.static(join(views, 'phone.css')));
  app.use((_request, response, next) => {
    // No form-action: Chromium applies it to the redirect after "Sign out" too, and that leads to Portico.
    response.set(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
    response.set({
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    });
    next();
  });

  app.get('/', (request, response) => {
    const person = sessions.find(request)?.signedIn;
    response.send(person ? eta.render('./signed-in', person) : eta.render('./start', {}));
  });

  // Also where Portico and the tiles of identity providers send people: its initiate_login_uri.
  app.get('/sign-in', async (request, response) => {
    const { iss, login_hint: hint } = request.query;
    if (iss !== undefined && !(typeof iss === 'string' && portico.isIssuer(iss))) {
      const description = 'Somebody sent you here who does not sign people in to Phone.';
      return void response.status(400).send(eta.render('./refused', { description }));
    }
    const { address, pending } = await portico.beginSignIn(typeof hint === 'string' ? hint : undefined);
    sessions.replace(request, response, { pending });
    response.redirect(303, address);
  });

  app.get('/callback', async (request, response) => {
    const pending = sessions.find(request)?.pending;
    if (!pending) {
      const description = 'This browser did not begin a sign-in here, or has finished it already.';
      return void response.status(400).send(eta.render('./refused', { description }));
    }
    sessions.end(request, response);
    const signedIn = await portico.finishSignIn(new URL(request.originalUrl, url), pending);
    sessions.replace(request, response, { signedIn });
    response.redirect(303, '/');
  });

  app.post('/sign-out', async (request, response) => {
    const person = sessions.find(request)?.signedIn;
    sessions.end(request, response);
    response.redirect(303, person ? await portico.signOutAddress(person) : '/');
  });

  app.use(showRefusal);
  return app;
}

/** Portico's own words where it refused (RFC 6749 §4.1.2.1); what openid-client found goes to the log. */
const showRefusal: ErrorRequestHandler = (error: FailedSignIn, _request, response, _next) => {
  console.error(`sign-in failed: ${error.error ?? error.code ?? error.name}: ${error.message}`);
  const description =
    error.error_description ??
    (error.error
      ? 'Portico did not let you in.'
      : 'Portico cannot be reached, or its answer was not in order.');
  response.status(error.error ? 403 : 502).send(eta.render('./refused', { error: error.error, description }));
};

type FailedSignIn = Error & { code?: string; error?: string; error_description?: string };
