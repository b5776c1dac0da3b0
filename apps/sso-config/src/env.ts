import {
  DatabaseEnvironment,
  MigrationEnvironment,
  NatsEnvironment,
  readEnvironment,
  ServiceEnvironment,
} from '@portico/service-kit';
import { type KeySet, readKeySet } from '@portico/secrets';
import { z } from 'zod';

/** The broker's public sealing keys. A private key here would let this service read what it stores. */
const readSealingKeys = (path: string, context: z.RefinementCtx): KeySet => {
  try {
    const keySet = readKeySet(path);
    if (keySet.keys.every((key) => key.d === undefined)) return keySet;
    context.addIssue({ code: 'custom', message: 'holds a private key; only public keys belong here' });
  } catch {
    context.addIssue({ code: 'custom', message: 'is not a readable JSON Web Key Set with key ids' });
  }
  return z.NEVER;
};

/** What sso-config reads from its environment. */
export const Environment = ServiceEnvironment.extend(DatabaseEnvironment.shape)
  .extend(NatsEnvironment.shape)
  .extend({
    /** The broker's public sealing keys (JWKS), newest first; a private key in it stops the start. */
    PORTICO_SEALING_PUBLIC_KEYS_FILE: z.string().min(1).transform(readSealingKeys),
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
