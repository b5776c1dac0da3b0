import { z } from 'zod';

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3005),
  /** Where it listens, in place of the loopback addresses: a container has to be reached from outside of it. */
  PORTICO_SIMULATOR_HOST: z.string().min(1).optional(),
  /** What the issuers begin with; `http://localhost:<port>` unless it says otherwise. */
  PORTICO_SIMULATOR_URL: z.url().optional(),
  /** Where clients and signing keys are kept between starts; without it they are forgotten. */
  PORTICO_SIMULATOR_STATE_FILE: z.string().min(1).optional(),
});

export const readEnvironment = () => Environment.parse(process.env);
