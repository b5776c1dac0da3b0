import { isDemoKey, readCookieKeys, type CookieKeys } from '@portico/secrets';
import {
  DatabaseEnvironment,
  DEMO_KEY_REFUSED,
  isSerious,
  MigrationEnvironment,
  readEnvironment,
  ServiceEnvironment,
} from '@portico/service-kit';
import { z } from 'zod';

const readKeys = (text: string, context: z.RefinementCtx): CookieKeys => {
  try {
    return readCookieKeys(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a JSON array of base64url keys of 32 bytes' });
    return z.NEVER;
  }
};

const isOrigin = (url: string): boolean => URL.canParse(url) && new URL(url).origin === url;

/** Cookies without `Secure` are for loopback addresses alone. */
const isHttpsOrLoopback = (url: string): boolean =>
  /^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(url);

const serviceUrl = z.url({ protocol: /^https?$/ }).regex(/[^/]$/, 'must not end with a slash');

/** What could be read of it: checks of several variables run beside those of single ones. */
interface Read {
  NODE_ENV?: string;
  PORTICO_PUBLIC_URL?: string;
  PORTICO_CLIENT_SECRET?: string;
  PORTICO_COOKIE_KEYS?: unknown;
}

const holdsDemo = (keys: unknown): boolean =>
  Array.isArray(keys) &&
  (keys as CookieKeys).some((key) => isDemoKey(Buffer.from(key).toString('base64url')));

/** What the dashboard reads from its environment. */
export const Environment = ServiceEnvironment.extend(DatabaseEnvironment.shape)
  .extend({
    /** The broker's address as browsers see it; https, or http on a loopback address. */
    PORTICO_PUBLIC_URL: ServiceEnvironment.shape.PORTICO_PUBLIC_URL.refine(
      isHttpsOrLoopback,
      'must be https, or http on a loopback address',
    ),
    /** The dashboard's own address as browsers see it. */
    PORTICO_DASHBOARD_URL: z
      .string()
      .refine(isOrigin, 'must be an origin such as https://dashboard.example.com')
      .refine(isHttpsOrLoopback, 'must be https, or http on a loopback address'),
    /** The application that the dashboard is at the broker. */
    PORTICO_CLIENT_ID: z.string().min(1),
    /** Its secret. */
    PORTICO_CLIENT_SECRET: z.string().min(1),
    /** Where the broker is, as the dashboard reaches it. */
    PORTICO_BROKER_URL: serviceUrl,
    /** Where the API of sso-config is, as the dashboard reaches it. */
    PORTICO_SSO_CONFIG_URL: serviceUrl,
    /** Where the API of identity is, as the dashboard reaches it. */
    PORTICO_IDENTITY_URL: serviceUrl,
    /** The platform's own client at Google, as the broker has it: whether there is one is all that the pages need. */
    PORTICO_GOOGLE_CLIENT_ID: z.string().min(1).optional(),
    /** Where people ask for help: `mailto:` or https. */
    PORTICO_SUPPORT_URL: z.url({ protocol: /^(https|mailto)$/ }).optional(),
    /** JSON array of base64url keys of 32 bytes, newest first; they seal the login under way in its cookie and the tokens in the database. */
    PORTICO_COOKIE_KEYS: z.string().transform(readKeys),
  })
  .refine((read: Read) => !isSerious(read) || !isDemoKey(read.PORTICO_CLIENT_SECRET ?? ''), {
    path: ['PORTICO_CLIENT_SECRET'],
    message: DEMO_KEY_REFUSED,
    when: () => true,
  })
  .refine((read: Read) => !isSerious(read) || !holdsDemo(read.PORTICO_COOKIE_KEYS), {
    path: ['PORTICO_COOKIE_KEYS'],
    message: DEMO_KEY_REFUSED,
    when: () => true,
  });
export type Environment = z.infer<typeof Environment>;

/** Injects what was read. */
export const ENVIRONMENT = Symbol('environment');

export const readServiceEnvironment = (source: NodeJS.ProcessEnv = process.env): Environment =>
  readEnvironment(Environment, source);

const DatabaseMigration = MigrationEnvironment.pick({
  PORTICO_MIGRATION_DATABASE_URL: true,
  DATABASE_URL: true,
});

export const readMigrationEnvironment = (): z.infer<typeof DatabaseMigration> =>
  readEnvironment(DatabaseMigration, process.env);
