import { setTimeout as wait } from 'node:timers/promises';
import type { TokenPlace } from './fault.js';

const HUGE_BYTES = 16 * 1024 * 1024;

export const waits = ({ amount }: TokenPlace): Promise<void> => wait(amount);

export const answersHtml = ({ response }: TokenPlace) =>
  void response.status(200).type('html').send('<!doctype html><title>Welcome</title><h1>It works!</h1>');

export const answersNothing = ({ response }: TokenPlace) => void response.status(200).type('json').end();

export const redirects = ({ response }: TokenPlace) =>
  void response.redirect(307, 'https://idp.attacker.example/token');

export const answersHugely = ({ response }: TokenPlace) =>
  void response
    .status(200)
    .type('json')
    .send(`{"access_token":"${'x'.repeat(HUGE_BYTES)}"}`);

export const answers500 = ({ response }: TokenPlace) =>
  void response
    .status(500)
    .json({ error: 'server_error', error_description: 'An unexpected error occurred' });

/** In the provider's own words; when to come back is told as RFC 9110 §10.2.3 says. */
export const answers429 = ({ response, personality }: TokenPlace) => {
  const about = {
    clientId: '',
    redirectUri: '',
    username: '',
    error: 'temporarily_unavailable',
    detail: 'too many requests',
  };
  const { status, body } = personality.refuseToken('too_many_requests', about);
  response.status(status).set('Retry-After', '30').json(body);
};
