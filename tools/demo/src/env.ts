import { z } from 'zod';

const Environment = z.object({
  /** The address of the dashboard; the other services follow it by their ports, as with `npm start`. */
  PORTICO_DASHBOARD_URL: z.url({ protocol: /^http$/ }),
  PORTICO_SEED_CLIENT_SECRET_FILE: z.string().min(1),
  /** Keeps what the demo knows between starts. */
  PORTICO_DEMO_FOLDER: z.string().min(1),
  /** Of the broker too: the platform's own client at the simulated Google. */
  PORTICO_GOOGLE_CLIENT_SECRET: z.string().min(1),
  /** Where sso-config and identity are, if not at localhost: `host:port` each. */
  PORTICO_DEMO_RELAY: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(z.string().regex(/^[\w.-]+:\d+$/))),
  /** A Keycloak with the realm acme; the simulator stands in for one unless set. */
  PORTICO_DEMO_KEYCLOAK_URL: z.url().optional(),
  PORTICO_DEMO_KEYCLOAK_SECRET: z.string().min(1).optional(),
});
export type Environment = z.infer<typeof Environment>;

export const readEnvironment = (source = process.env): Environment =>
  Environment.parse(
    Object.fromEntries(Object.entries(source).map(([name, value]) => [name, value || undefined])),
  );
