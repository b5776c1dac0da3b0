import { json, Router, urlencoded, type RequestHandler } from 'express';
import { Faults, FAULTS } from '../faults.js';
import type { Personality } from '../personality.js';
import type { Traffic } from '../provider/provider.controller.js';
import { Registration, type StateStore } from '../state.store.js';
import { renderControl } from '../views/pages.view.js';

/** A personality and the switches that it obeys. */
export interface Stage {
  personality: Personality;
  issuer: string;
  faults: Faults;
  traffic: Traffic;
}

/**
 * How tests and people play the provider's admin. It asks nobody who they are: the simulator listens on the
 * loopback addresses only, and holds nothing but made-up people.
 */
export function controlRoutes(stages: readonly Stage[], state: StateStore, url: string): Router {
  const routes = Router();
  const find = (name: unknown) => stages.find(({ personality }) => personality.name === name);
  routes.use(fromHere(new URL(url).origin));
  routes.param('personality', (_request, response, next, name) =>
    find(name) ? next() : response.status(404).json({ error: `There is no personality "${name}".` }),
  );

  routes.get('/', (_request, response) => {
    const shown = stages.map((stage) => ({ ...stage, clients: state.listClients(stage.personality.name) }));
    response.send(renderControl({ stages: shown, faults: Object.entries(FAULTS) }));
  });

  routes.put('/:personality/clients/:clientId', json(), (request, response) => {
    const body = Registration.safeParse(request.body);
    if (!body.success) return void response.status(400).json({ error: body.error.message });
    state.saveClient(request.params.personality, request.params.clientId, body.data);
    response.status(204).end();
  });

  routes.get('/:personality/traffic', (request, response) => {
    response.json(find(request.params.personality)?.traffic);
  });

  routes.get('/:personality/faults', (request, response) => {
    response.json(find(request.params.personality)?.faults);
  });

  routes.put('/:personality/faults', json(), (request, response) => {
    const body = Faults.safeParse(request.body);
    if (!body.success) return void response.status(400).json({ error: body.error.message });
    response.json(setFaults(find(request.params.personality), body.data));
  });

  routes.post('/:personality/faults', urlencoded({ extended: false }), (request, response) => {
    const form = (request.body ?? {}) as Record<string, string>;
    const switches = Object.keys(form).filter((name) => name !== 'slow' && name in FAULTS);
    const faults = {
      slow: Number(form.slow ?? 0),
      ...Object.fromEntries(switches.map((name) => [name, true])),
    };
    setFaults(find(request.params.personality), Faults.parse(faults));
    response.redirect(303, '/control');
  });

  return routes;
}

const setFaults = (stage: Stage | undefined, faults: Faults): Faults =>
  Object.assign(stage?.faults ?? {}, faults);

/** A page on another site could make a browser on this machine press the switches. */
const fromHere =
  (origin: string): RequestHandler =>
  (request, response, next) => {
    const asker = request.headers.origin;
    if (asker === undefined || asker === origin) return next();
    response.status(403).json({ error: 'Only the pages of the simulator may press its switches.' });
  };
