const port = Number(process.env.PORT ?? 3004);

export const env = {
  port,
  /** Where it listens; a container has to be reached from outside of it. */
  host: process.env.PORTICO_PHONE_HOST ?? 'localhost',
  /** Portico's issuer. */
  issuer: new URL(process.env.PORTICO_PUBLIC_URL ?? 'http://localhost:3001'),
  /** Where browsers reach this application. */
  url: (process.env.PORTICO_PHONE_URL ?? `http://localhost:${port}`).replace(/\/$/, ''),
};
