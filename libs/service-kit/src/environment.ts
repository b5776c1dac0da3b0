import { readFileSync } from 'node:fs';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65535);

/** A variable that names a file; what is read is the file's text. */
export const FileText = z
  .string()
  .min(1)
  .transform((path, context) => {
    try {
      return readFileSync(path, 'utf8').trim();
    } catch {
      context.addIssue({ code: 'custom', message: 'cannot be read' });
      return z.NEVER;
    }
  });

/** What every service reads from its environment; an application's schema extends this shape. */
export const ServiceEnvironment = z.object({
  /** Where the service listens. */
  PORT: port,
  /** Health and metrics; not for the ingress. The service's port + 6000 unless set. */
  PORTICO_MANAGEMENT_PORT: port.optional(),
  /** The issuer of the OpenID Provider: the broker's address as browsers see it. */
  PORTICO_PUBLIC_URL: z.url({ protocol: /^https?$/ }).regex(/[^/]$/, 'must not end with a slash'),
  /** How many proxies in front are trusted to say who the client is; 0 for none. */
  PORTICO_TRUSTED_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  /** Seconds between "not ready" and the end of listening, so that load balancers notice first. */
  PORTICO_DRAIN_SECONDS: z.coerce.number().min(0).max(60).default(0),
  /** `production` refuses the keys that `npm start` makes, as an https issuer does. */
  NODE_ENV: z.string().optional(),
  /** From which level on log lines are written, one JSON object a line. */
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});
export type ServiceEnvironment = z.infer<typeof ServiceEnvironment>;

/** What a process reads that serves no HTTP but its health and metrics; an application's schema extends this shape. */
export const WorkerEnvironment = z.object({
  PORTICO_MANAGEMENT_PORT: port,
  PORTICO_DRAIN_SECONDS: ServiceEnvironment.shape.PORTICO_DRAIN_SECONDS,
  /** From which level on log lines are written, one JSON object a line. */
  LOG_LEVEL: ServiceEnvironment.shape.LOG_LEVEL,
});
export type WorkerEnvironment = z.infer<typeof WorkerEnvironment>;

/** The runtime role's connection: owns no table and is bound by row-level security. */
export const DatabaseEnvironment = z.object({
  /** The service's own database, as the runtime role: it owns no table and is bound by row-level security. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
});

/** A file with the seed of a NATS user key. */
const NatsSeed = FileText.pipe(z.string().regex(/^SU[A-Z2-7]{56}$/, 'holds no seed of a NATS user key'));

/** Whether keys of a demo are refused: people's sign-ins depend on what runs so. */
export const isSerious = ({
  NODE_ENV,
  PORTICO_PUBLIC_URL,
}: Partial<Pick<ServiceEnvironment, 'NODE_ENV' | 'PORTICO_PUBLIC_URL'>>): boolean =>
  NODE_ENV === 'production' || PORTICO_PUBLIC_URL?.startsWith('https:') === true;

/** What is told of a key that `npm start` has made, where `isSerious`. */
export const DEMO_KEY_REFUSED =
  'holds a key of npm start, which is for demos: make one by portico bootstrap keys';

/** The service's own NATS key; it permits the service's own subjects only. */
export const NatsEnvironment = z.object({
  /** The NATS servers, by commas; `tls://` where they have certificates. */
  NATS_URL: z.string().min(1),
  /** The seed of the service's own NATS key, which may say and hear the service's own subjects only. */
  PORTICO_NATS_NKEY_FILE: NatsSeed,
});

/** The owner role's connection and the migration job's NATS key; services never have them. */
export const MigrationEnvironment = z.object({
  /** The service's database as its owner, who may change tables. */
  PORTICO_MIGRATION_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** The seed of the migration's NATS key, which may make streams and durables. */
  PORTICO_MIGRATION_NATS_NKEY_FILE: NatsSeed,
  /** The NATS servers, by commas. */
  NATS_URL: z.string().min(1),
  /** The runtime role's way in: the role in it is the one that gets rights to the new tables. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** How many servers of a NATS cluster keep the facts: one of three may die, two of five. As before unless said. */
  PORTICO_NATS_REPLICAS: z.enum(['1', '3', '5']).transform(Number).optional(),
});
export type MigrationEnvironment = z.infer<typeof MigrationEnvironment>;

/** Thrown with every fault of the environment at once, a line each. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/**
 * Reads and validates the environment. A variable `X` may instead be given as `X_FILE`, the path of a file that
 * holds its value (for secrets). Throws `EnvironmentError` that lists all faults, without repeating a value.
 */
export const readEnvironment = <S extends z.ZodObject>(schema: S, source: NodeJS.ProcessEnv): z.infer<S> => {
  const faults: string[] = [];
  const values = Object.fromEntries(
    Object.keys(schema.shape).map((name) => [name, readValue(name, source, faults)]),
  );
  const result = schema.safeParse(values);
  if (!result.success)
    faults.push(...result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  if (faults.length > 0 || !result.success) throw new EnvironmentError(faults.join('\n'));
  return result.data;
};

const readValue = (name: string, source: NodeJS.ProcessEnv, faults: string[]): string | undefined => {
  const path = source[`${name}_FILE`];
  if (path === undefined || source[name] !== undefined) return source[name];
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    faults.push(`${name}_FILE: cannot be read`);
    return undefined;
  }
};

/** The port of `/livez`, `/readyz` and `/metrics`. */
export const managementPort = (environment: ServiceEnvironment): number =>
  environment.PORTICO_MANAGEMENT_PORT ?? environment.PORT + 6000;
