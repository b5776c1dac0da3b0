import { Resolver } from 'node:dns';
import {
  DatabaseEnvironment,
  DEMO_KEY_REFUSED,
  isSerious,
  MigrationEnvironment,
  NatsEnvironment,
  readEnvironment as read,
  ServiceEnvironment,
} from '@portico/service-kit';
import { findKeyFault, holdsDemoKey, type KeyFileKind } from '@portico/secrets';
import { z } from 'zod';
import { GOOGLE_ISSUER, PlatformGoogle } from './settings/platform-google.js';

const listed = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  );

const origins = listed.pipe(
  z.array(
    z.url({ protocol: /^https?$/ }).refine((url) => new URL(url).origin === url, 'must be an origin alone'),
  ),
);

const isDnsServer = (text: string): boolean => {
  try {
    new Resolver().setServers([text]);
    return true;
  } catch {
    return false;
  }
};

/** Refuses what a field's key file cannot be used for; the value stays its path. */
const keyFile = (kind: KeyFileKind) =>
  z
    .string()
    .min(1)
    .superRefine((path, context) => {
      const message = findKeyFault(path, kind);
      if (message) context.addIssue({ code: 'custom', message });
    });

/** What the broker reads from its environment. */
export const BrokerEnvironment = z.object({
  ...ServiceEnvironment.shape,
  ...DatabaseEnvironment.shape,
  ...NatsEnvironment.shape,
  /** For how long a key signs tokens before the next one takes over. */
  PORTICO_SIGNING_KEY_DAYS: z.coerce.number().int().min(1).max(3650).default(90),
  /** For how long it is published before: longer than any application or cache keeps the key set. */
  PORTICO_SIGNING_KEY_LEAD_SECONDS: z.coerce.number().int().min(5).max(86_400).default(3600),
  /** JSON array of base64url keys of 32 bytes that seal and sign cookies, newest first. */
  PORTICO_COOKIE_KEYS_FILE: keyFile('cookie keys'),
  /** Private JWKS that opens client secrets and the keys that sign tokens, newest key first. */
  PORTICO_SEALING_KEYS_FILE: keyFile('private key set'),
  /** Origins, by commas, that the wall admits although private or http; empty in production. An http origin beside an https issuer stops the start. */
  PORTICO_EGRESS_ALLOW: origins,
  /** Origins, by commas, of applications' own servers inside the cluster that are told of logouts although private or http. */
  PORTICO_APPLICATION_ALLOW: origins,
  /** The client id of the platform's own client at Google; id and secret, or neither. */
  PORTICO_GOOGLE_CLIENT_ID: z.string().min(1).optional(),
  /** The secret of that client. */
  PORTICO_GOOGLE_CLIENT_SECRET: z.string().min(1).optional(),
  /** Another place that behaves like Google, for the demo. */
  PORTICO_GOOGLE_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  /** Where people begin who open their organisation's link (`/sso/{slug}`): the start application's sign-in. */
  PORTICO_START_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** DNS servers, by commas, for proofs of domains, each an IP address or address:port; the system's unless set. */
  PORTICO_DNS_SERVERS: listed.pipe(
    z.array(z.string().refine(isDnsServer, 'must be an IP address, or address:port')),
  ),
  /** Where people get help; shown on failure pages. */
  PORTICO_SUPPORT_URL: z.url().optional(),
  /** Multiplies every limit of attempts: below 1 for a house under attack, above for one whose people share an address. */
  PORTICO_THROTTLE_FACTOR: z.coerce.number().min(0.1).max(1_000_000).default(1),
});
export type BrokerEnvironment = z.infer<typeof BrokerEnvironment>;

/** What could be read of the environment: checks of several variables run beside those of single ones. */
type Read = Partial<BrokerEnvironment>;

/** Beside an https issuer no http origin may be reached. */
const isEgressSecure = ({ PORTICO_PUBLIC_URL, PORTICO_EGRESS_ALLOW }: Read): boolean =>
  !PORTICO_PUBLIC_URL?.startsWith('https:') ||
  !Array.isArray(PORTICO_EGRESS_ALLOW) ||
  !PORTICO_EGRESS_ALLOW.some((origin) => origin.startsWith('http:'));

const KEY_FILES = ['PORTICO_COOKIE_KEYS_FILE', 'PORTICO_SEALING_KEYS_FILE'] as const;

/** Half a Google client would look like one until somebody signs in. */
const GOOGLE_CLIENT = ['PORTICO_GOOGLE_CLIENT_ID', 'PORTICO_GOOGLE_CLIENT_SECRET'] as const;

const isMissingBeside = (environment: Read, name: (typeof GOOGLE_CLIENT)[number]): boolean =>
  environment[name] === undefined &&
  (environment.PORTICO_GOOGLE_ISSUER !== undefined ||
    GOOGLE_CLIENT.some((other) => environment[other] !== undefined));

/** Besides the variables one by one, what they must be to each other; also where one of them is wrong by itself. */
const Checked = BrokerEnvironment.superRefine(
  (read: Read, context) => {
    const refuse = (name: keyof Read, message: string): void => {
      context.addIssue({ code: 'custom', path: [name], message });
    };
    if (!isEgressSecure(read)) refuse('PORTICO_EGRESS_ALLOW', 'an http origin beside an https issuer');
    for (const name of GOOGLE_CLIENT)
      if (isMissingBeside(read, name)) refuse(name, 'missing beside the rest of the Google client');
    for (const name of KEY_FILES)
      if (isSerious(read) && holdsDemoKey(read[name] ?? '')) refuse(name, DEMO_KEY_REFUSED);
  },
  { when: () => true },
);

/** The platform's own Google client; none unless the deployment has one. */
export const platformGoogleOf = (environment: BrokerEnvironment): PlatformGoogle => {
  const {
    PORTICO_GOOGLE_ISSUER: issuer = GOOGLE_ISSUER,
    PORTICO_GOOGLE_CLIENT_ID: clientId,
    PORTICO_GOOGLE_CLIENT_SECRET: clientSecret,
  } = environment;
  return new PlatformGoogle(clientId && clientSecret ? { issuer, clientId, clientSecret } : undefined);
};

export const readEnvironment = (source = process.env): BrokerEnvironment => read(Checked, source);

/** A secret is 256 random bits: it is kept by a fast hash, which only so cannot be guessed back. */
const clientSecret = z.string().min(43, 'must be 43 characters or more, of 32 random bytes');

/** What the bootstrap job needs besides the database. */
const BootstrapEnvironment = z.object({
  ...DatabaseEnvironment.shape,
  /** The secret of the machine application that sets everything up. */
  PORTICO_SEED_CLIENT_SECRET: clientSecret,
  PORTICO_DASHBOARD_CLIENT_SECRET: clientSecret,
  /** The dashboard's own address as browsers see it. */
  PORTICO_DASHBOARD_URL: z
    .url({ protocol: /^https?$/ })
    .refine((url) => new URL(url).origin === url, 'must be an origin such as https://dashboard.example.com'),
  /** Takes over a given secret that Portico does not know, and ends the older ones. */
  PORTICO_REPLACE_SECRETS: z.stringbool().default(false),
});

export const readBootstrapEnvironment = (): z.infer<typeof BootstrapEnvironment> =>
  read(BootstrapEnvironment, process.env);

export const readMigrationEnvironment = (): MigrationEnvironment => read(MigrationEnvironment, process.env);
