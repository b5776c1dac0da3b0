// The simulator's house:
//   /control                          switches, page and API     control/
//   /{personality}/…                  one OpenID provider each   provider/
//     {issuer}{loginPath}/{uid}       its login page             login/
// personalities/ holds what differs between providers, faults.ts every way to misbehave.
import { join } from 'node:path';
import express, { type Express, type RequestHandler } from 'express';
import { controlRoutes, type Stage } from './control/control.controller.js';
import { Faults } from './faults.js';
import { loginRoutes } from './login/login.controller.js';
import { PERSONALITIES } from './personalities/all.js';
import { createProvider } from './provider/create-provider.js';
import { providerRoutes, whileDown } from './provider/provider.controller.js';
import type { StateStore } from './state.store.js';

/** The whole simulator as one Express application; `url` is what its issuers begin with. */
export async function createApp(url: string, state: StateStore): Promise<Express> {
  const stages: Stage[] = PERSONALITIES.map((personality) => ({
    personality,
    issuer: `${url}${personality.issuerPath}`,
    faults: Faults.parse({}),
    traffic: { tokenRequests: 0, replayedCodes: 0 },
  }));
  const app = express();
  app.disable('x-powered-by');
  app.use('/simulator.css', express.static(join(import.meta.dirname, 'views', 'simulator.css')));
  app.use(careful);
  app.get('/', (_request, response) => response.redirect('/control'));
  app.use('/control', controlRoutes(stages, state, url));
  for (const stage of stages) {
    const { personality, issuer, traffic } = stage;
    const faults = () => stage.faults;
    const provider = await createProvider(personality, issuer, { state, faults });
    app.use(personality.issuerPath, whileDown(faults), loginRoutes(provider, personality));
    app.use(personality.issuerPath, providerRoutes(provider, { personality, faults, traffic }));
  }
  return app;
}

// No form-action: Chromium applies it to the redirects after the form too, and those lead to the application.
// script-src stands here for oidc-provider alone, which adds the hash of its form-sending script (response mode form_post).
const careful: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy':
      "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  });
  next();
};
