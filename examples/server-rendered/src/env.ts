import { randomBytes } from 'node:crypto';

const { env } = process;

const needed = (name: string): string => {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

/** What this application needs to know; the defaults are those of the demo. */
export const readEnvironment = () => ({
  port: Number(env.PORT ?? 3007),
  url: env.APP_URL ?? `http://localhost:${env.PORT ?? '3007'}`,
  issuer: env.PORTICO_ISSUER ?? 'http://localhost:3001',
  clientId: env.PORTICO_CLIENT_ID ?? 'server-rendered',
  clientSecret: needed('PORTICO_CLIENT_SECRET'),
  /** Seals the session cookie; one that is made here ends every session at a restart. */
  sessionSecret: env.SESSION_SECRET ?? randomBytes(32).toString('hex'),
  /** The API that the application calls for its people, and the audience that it is registered with at Portico. */
  api: env.API_URL ?? 'http://localhost:3006',
  audience: env.API_AUDIENCE ?? 'https://calls.example.com',
});
