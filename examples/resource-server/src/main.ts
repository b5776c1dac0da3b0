// GET /calls, for bearers of an access token with the scope calls:read
import express, { type Request, type Response } from 'express';
import { readEnvironment } from './env.ts';
import { type Bearer, hasScope, verifierOf } from './verify.ts';

const environment = readEnvironment();
const verify = verifierOf(environment);

/** The calls of each tenant; a real API has a database, and the tenant in every key of it. */
const callsOf = (tenantId: string | undefined) =>
  ['+1 555 0100', '+1 555 0101'].map((number, index) => ({ id: index + 1, number, tenantId }));

/** Refuses as RFC 6750 §3.1 says. */
const refuse = (response: Response, status: 401 | 403, error: string): void => {
  response.status(status).set('WWW-Authenticate', `Bearer error="${error}"`).json({ error });
};

const app = express().disable('x-powered-by');
app.get('/calls', async (request: Request, response: Response) => {
  let bearer: Bearer;
  try {
    bearer = await verify(request.get('authorization'));
  } catch {
    return void refuse(response, 401, 'invalid_token');
  }
  if (!hasScope(bearer, 'calls:read')) return void refuse(response, 403, 'insufficient_scope');
  response.json({ for: bearer.sub, by: bearer.client_id, calls: callsOf(bearer.tenant_id) });
});

app.listen(environment.port, 'localhost', () => {
  console.log(`the calls API listens on http://localhost:${String(environment.port)}`);
});
