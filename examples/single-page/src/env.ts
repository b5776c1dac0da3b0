const { env } = process;

const needed = (name: string): string => {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

/** What this backend needs to know; the defaults are those of the demo. */
export const readEnvironment = () => ({
  port: Number(env.PORT ?? 3008),
  url: env.APP_URL ?? `http://localhost:${env.PORT ?? '3008'}`,
  issuer: env.PORTICO_ISSUER ?? 'http://localhost:3001',
  clientId: env.PORTICO_CLIENT_ID ?? 'single-page',
  clientSecret: needed('PORTICO_CLIENT_SECRET'),
  api: env.API_URL ?? 'http://localhost:3006',
  audience: env.API_AUDIENCE ?? 'https://calls.example.com',
});
