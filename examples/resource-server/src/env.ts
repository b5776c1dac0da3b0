const { env } = process;

/** What this API needs to know; the defaults are those of the demo. */
export const readEnvironment = () => ({
  port: Number(env.PORT ?? 3006),
  /** Who issues the tokens, and where its keys are. */
  issuer: env.PORTICO_ISSUER ?? 'http://localhost:3001',
  /** The audience that this API is registered with at Portico. */
  audience: env.API_AUDIENCE ?? 'https://calls.example.com',
});
