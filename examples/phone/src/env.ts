const port = Number(process.env.PORT ?? 3004);

export const env = {
  port,
  /** Portico's issuer. */
  issuer: new URL(process.env.PORTICO_PUBLIC_URL ?? 'http://localhost:3001'),
  /** Where browsers reach this application. */
  url: (process.env.PORTICO_PHONE_URL ?? `http://localhost:${port}`).replace(/\/$/, ''),
};
