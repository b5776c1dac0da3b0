// The simulator's house:
//   /control                          switches, page and API     control/
//   /{personality}/…                  one OpenID provider each   provider/
//     {mount path}{loginPath}/{uid}   its login page             login/
// personalities/ holds what differs between providers, faults/ every way to misbehave.
import { join } from 'node:path';
import express, { type Express, type RequestHandler } from 'express';
import { controlRoutes, type Stage } from './control/control.controller.js';
import { switchesOf } from './faults/switches.js';
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
    switches: switchesOf(personality.name).parse({}),
    traffic: { tokenRequests: 0, replayedCodes: 0 },
  }));
  const app = express();
  app.disable('x-powered-by');
  app.use('/simulator.css', express.static(join(import.meta.dirname, 'views', 'simulator.css')));
  app.use(careful);
  app.get('/', (_request, response) => response.redirect('/control'));
  app.use('/control', controlRoutes(stages, state, url));
  await Promise.all(stages.map((stage) => mount(app, stage, { url, state })));
  return app;
}

async function mount(
  app: Express,
  stage: Stage,
  { url, state }: { url: string; state: StateStore },
): Promise<void> {
  const { personality, traffic } = stage;
  const switches = () => stage.switches;
  const provider = await createProvider(personality, url, { state, switches });
  const paths = [personality.mountPath, ...(personality.alsoAt ? [personality.alsoAt] : [])];
  app.use(paths, whileDown(switches), loginRoutes(provider, personality));
  app.use(paths, providerRoutes(provider, { personality, switches, traffic }));
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
