import {
  DatabaseEnvironment,
  DEMO_KEY_REFUSED,
  isSerious,
  MigrationEnvironment,
  NatsEnvironment,
  readEnvironment,
  ServiceEnvironment,
} from '@portico/service-kit';
import { findKeyFault, holdsDemoKey } from '@portico/secrets';
import { z } from 'zod';

/** How mails leave. */
const MailEnvironment = z.object({
  /** `smtp://user:password@host:587`, `smtps://…`, or `log:`, which writes them into the log of a demo; not beside an https address. */
  SMTP_URL: z.string().regex(/^(?:smtps?:\/\/\S+|log:)$/, 'must begin with smtp:// or smtps://, or be log:'),
  /** The sender, such as `Portico <no-reply@example.com>`. */
  PORTICO_MAIL_FROM: z
    .string()
    .max(320)
    .regex(/^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, 'must be an e-mail address'),
});

/** What identity reads from its environment. */
export const Environment = z
  .object({
    ...ServiceEnvironment.shape,
    ...DatabaseEnvironment.shape,
    ...NatsEnvironment.shape,
    ...MailEnvironment.shape,
    /** Private JWKS that seals the secrets of second factors, newest key first. */
    PORTICO_FACTOR_KEYS_FILE: z
      .string()
      .min(1)
      .superRefine((path, context) => {
        const message = findKeyFault(path, 'private key set');
        if (message) context.addIssue({ code: 'custom', message });
      }),
  })
  // Links and codes in a log are for a demo alone, and a demo has no https.
  .refine(({ SMTP_URL, PORTICO_PUBLIC_URL }: Read) => SMTP_URL !== 'log:' || !isHttps(PORTICO_PUBLIC_URL), {
    path: ['SMTP_URL'],
    message: 'log: beside an https address would leave links and codes in the log',
    when: () => true,
  })
  .refine((read: Read) => !isSerious(read) || !holdsDemoKey(read.PORTICO_FACTOR_KEYS_FILE ?? ''), {
    path: ['PORTICO_FACTOR_KEYS_FILE'],
    message: DEMO_KEY_REFUSED,
    when: () => true,
  });
export type Environment = z.infer<typeof Environment>;

/** What could be read of it: checks of several variables run beside those of single ones. */
type Read = Partial<
  Pick<ServiceEnvironment, 'NODE_ENV' | 'PORTICO_PUBLIC_URL'> &
    Record<'SMTP_URL' | 'PORTICO_FACTOR_KEYS_FILE', string>
>;

const isHttps = (url = ''): boolean => url.startsWith('https:');

export const readServiceEnvironment = (source: NodeJS.ProcessEnv = process.env): Environment =>
  readEnvironment(Environment, source);

export const readMigrationEnvironment = (): MigrationEnvironment =>
  readEnvironment(MigrationEnvironment, process.env);
