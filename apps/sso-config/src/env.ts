import {
  DatabaseEnvironment,
  DEMO_KEY_REFUSED,
  isSerious,
  MigrationEnvironment,
  NatsEnvironment,
  readEnvironment,
  ServiceEnvironment,
} from '@portico/service-kit';
import { findKeyFault, isDemoKey, type KeySet, readKeySet } from '@portico/secrets';
import { z } from 'zod';

/** The broker's public sealing keys. A private key here would let this service read what it stores. */
const readSealingKeys = (path: string, context: z.RefinementCtx): KeySet => {
  const message = findKeyFault(path, 'public key set');
  if (message === undefined) return readKeySet(path);
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
};

/** What could be read of it: the check of several variables runs beside those of single ones. */
type Read = Partial<Pick<ServiceEnvironment, 'NODE_ENV' | 'PORTICO_PUBLIC_URL'>> & {
  PORTICO_SEALING_PUBLIC_KEYS_FILE?: Partial<KeySet>;
};

/** What could not be read holds none. */
const holdsDemo = (keySet?: Partial<KeySet>): boolean =>
  keySet?.keys?.some(({ kid = '' }) => isDemoKey(kid)) === true;

export const Environment = ServiceEnvironment.extend(DatabaseEnvironment.shape)
  .extend(NatsEnvironment.shape)
  .extend({
    /** The broker's public sealing keys (JWKS), newest first; a private key in it stops the start. */
    PORTICO_SEALING_PUBLIC_KEYS_FILE: z.string().min(1).transform(readSealingKeys),
  })
  .refine((read: Read) => !isSerious(read) || !holdsDemo(read.PORTICO_SEALING_PUBLIC_KEYS_FILE), {
    path: ['PORTICO_SEALING_PUBLIC_KEYS_FILE'],
    message: DEMO_KEY_REFUSED,
    when: () => true,
  });
export type Environment = z.infer<typeof Environment>;

/** Where redirect URIs begin: the broker's address as browsers see it. */
export const PUBLIC_URL = Symbol('PORTICO_PUBLIC_URL');

/** The broker's public keys, newest first. */
export const SEALING_KEYS = Symbol('PORTICO_SEALING_PUBLIC_KEYS_FILE');

export const readMigrationEnvironment = (): MigrationEnvironment =>
  readEnvironment(MigrationEnvironment, process.env);

export const readServiceEnvironment = (source: NodeJS.ProcessEnv = process.env): Environment =>
  readEnvironment(Environment, source);
