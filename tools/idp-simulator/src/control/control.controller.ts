import { json, Router, urlencoded, type RequestHandler } from 'express';
import { admittedBy, switchesOf, type Switches } from '../faults/switches.js';
import type { Personality } from '../personality.js';
import type { Traffic } from '../provider/provider.controller.js';
import { Registration, type StateStore } from '../state.store.js';
import { renderControl } from '../views/pages.view.js';

/** A personality and the switches that it obeys. */
export interface Stage {
  personality: Personality;
  issuer: string;
  switches: Switches;
  traffic: Traffic;
}

/**
 * How tests and people play the provider's admin. It asks nobody who they are: the simulator listens on the
 * loopback addresses only, and holds nothing but made-up people.
 */
export function controlRoutes(stages: readonly Stage[], state: StateStore, url: string): Router {
  const routes = Router();
  const stageOf = ({ personality }: { personality: string }): Stage => {
    const found = stages.find((stage) => stage.personality.name === personality);
    if (!found) throw new Error(`There is no personality "${personality}".`);
    return found;
  };
  routes.use(fromHere(new URL(url).origin));
  routes.param('personality', (_request, response, next, personality: string) => {
    const known = stages.some((stage) => stage.personality.name === personality);
    return known ? next() : response.status(404).json({ error: `There is no personality "${personality}".` });
  });

  routes.get('/', (_request, response) => {
    const shown = stages.map((stage) => {
      const { name } = stage.personality;
      return { ...stage, faults: admittedBy(name), clients: state.listClients(name) };
    });
    response.send(renderControl({ stages: shown }));
  });

  routes.put('/:personality/clients/:clientId', json(), (request, response) => {
    const body = Registration.safeParse(request.body);
    if (!body.success) return void response.status(400).json({ error: body.error.message });
    state.saveClient(request.params.personality, request.params.clientId, body.data);
    response.status(204).end();
  });

  routes.get('/:personality/traffic', (request, response) => {
    response.json(stageOf(request.params).traffic);
  });

  routes.get('/:personality/faults', (request, response) => {
    response.json(stageOf(request.params).switches);
  });

  routes.put('/:personality/faults', json(), (request, response) => {
    const stage = stageOf(request.params);
    const body = switchesOf(stage.personality.name).safeParse(request.body);
    if (!body.success) return void response.status(400).json({ error: body.error.message });
    response.json((stage.switches = body.data));
  });

  routes.post('/:personality/faults', urlencoded({ extended: false }), (request, response) => {
    const stage = stageOf(request.params);
    const { name } = stage.personality;
    const form = (request.body ?? {}) as Record<string, string | undefined>;
    const chosen = admittedBy(name).map(([fault, { amount }]) => [
      fault,
      amount ? Number(form[fault] ?? 0) : form[fault] !== undefined,
    ]);
    const body = switchesOf(name).safeParse(Object.fromEntries(chosen));
    if (!body.success) return void response.status(400).json({ error: body.error.message });
    stage.switches = body.data;
    response.redirect(303, `/control#${name}`);
  });

  return routes;
}

/** A page on another site could make a browser on this machine press the switches. */
const fromHere =
  (origin: string): RequestHandler =>
  (request, response, next) => {
    const asker = request.headers.origin;
    if (asker === undefined || asker === origin) return next();
    response.status(403).json({ error: 'Only the pages of the simulator may press its switches.' });
  };
