import {
  DatabaseEnvironment,
  MigrationEnvironment,
  NatsEnvironment,
  readEnvironment as read,
  ServiceEnvironment,
} from '@portico/service-kit';
import { z } from 'zod';

const origins = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
  )
  .pipe(
    z.array(
      z.url({ protocol: /^https?$/ }).refine((url) => new URL(url).origin === url, 'must be an origin alone'),
    ),
  );

const BrokerEnvironment = z.object({
  ...ServiceEnvironment.shape,
  ...DatabaseEnvironment.shape,
  ...NatsEnvironment.shape,
  /** Private JWKS that signs tokens (ES256), newest key first. */
  PORTICO_SIGNING_KEYS_FILE: z.string().min(1),
  /** JSON array of base64url keys of 32 bytes that seal and sign cookies, newest first. */
  PORTICO_COOKIE_KEYS_FILE: z.string().min(1),
  /** Private JWKS that opens client secrets. */
  PORTICO_SEALING_KEYS_FILE: z.string().min(1),
  /** Origins that the wall admits although private or http; empty in production. */
  PORTICO_EGRESS_ALLOW: origins,
  /** Where people get help; shown on failure pages. */
  PORTICO_SUPPORT_URL: z.url().optional(),
});
export type BrokerEnvironment = z.infer<typeof BrokerEnvironment>;

/** Besides the variables one by one: beside an https issuer no http origin may be reached. */
const Checked = BrokerEnvironment.superRefine(({ PORTICO_PUBLIC_URL, PORTICO_EGRESS_ALLOW }, context) => {
  const insecure = PORTICO_EGRESS_ALLOW.filter((origin) => origin.startsWith('http:'));
  if (!PORTICO_PUBLIC_URL.startsWith('https:') || insecure.length === 0) return;
  context.addIssue({
    code: 'custom',
    path: ['PORTICO_EGRESS_ALLOW'],
    message: 'an http origin beside an https issuer',
  });
});

export const readEnvironment = (): BrokerEnvironment => read(Checked, process.env);

/** What the bootstrap command needs besides the database. */
const BootstrapEnvironment = z.object({
  ...DatabaseEnvironment.shape,
  /** Where the credentials of the seed application are written, readable by its owner alone. */
  PORTICO_SEED_CREDENTIALS_FILE: z.string().min(1),
});

export const readBootstrapEnvironment = (): z.infer<typeof BootstrapEnvironment> =>
  read(BootstrapEnvironment, process.env);

export const readMigrationEnvironment = (): MigrationEnvironment => read(MigrationEnvironment, process.env);
