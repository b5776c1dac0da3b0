import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { newNatsSeed } from '@portico/messaging';
import { DEMO_KEY, type KeySet, toPublicKeySet } from '@portico/secrets';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { keepFile, type Kept, type KeyDirectory, NATS_KEYS } from './key-directory.js';
import { writeNatsAccounts } from './nats-accounts.js';

/** What `makeKeys` has done: paths of files, never what is in them. */
export interface MadeKeys {
  made: string[];
  kept: string[];
}

/** 256 random bits as text. */
export const randomText = (): string => randomBytes(32).toString('base64url');

/**
 * Makes every key of a deployment that is not there yet, each in a file of mode 0600, and the accounts of NATS from
 * them. Needs no server. With `demo`, what is made says of itself that it is a demo's, and services behind https or
 * in production refuse it.
 */
export const makeKeys = async (
  directory: KeyDirectory,
  { demo = false }: { demo?: boolean } = {},
): Promise<MadeKeys> => {
  mkdirSync(directory.path, { recursive: true, mode: 0o700 });
  const sealing = await keepSealingKeys(directory.sealing, demo);
  const publicHalf = JSON.stringify(toPublicKeySet(JSON.parse(sealing.content) as KeySet));
  const secret = (): string => (demo ? DEMO_KEY + randomText() : randomText());
  const kept = [
    sealing,
    keepFile(directory.sealingPublic, () => publicHalf),
    await keepSealingKeys(directory.factors, demo),
    ...[directory.brokerCookies, directory.dashboardCookies].map((file) =>
      keepFile(file, () => JSON.stringify([cookieKey(demo)])),
    ),
    ...[directory.seedSecret, directory.dashboardSecret].map((file) => keepFile(file, secret)),
    ...NATS_KEYS.map((owner) => keepFile(directory.natsSeed(owner), newNatsSeed)),
  ];
  const accounts = { file: directory.natsAccounts, made: writeNatsAccounts(directory) };
  const filesThat = (made: boolean): string[] =>
    [...kept, accounts].filter((one) => one.made === made).map(({ file }) => file);
  return { made: filesThat(true), kept: filesThat(false) };
};

/** 32 bytes; those of a demo begin with the mark, which is nine bytes of base64url. */
const cookieKey = (demo: boolean): string =>
  demo ? (DEMO_KEY + randomText()).slice(0, randomText().length) : randomText();

const keepSealingKeys = async (file: string, demo: boolean): Promise<Kept> => {
  const { privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const key = await exportJWK(privateKey);
  const kid = (demo ? DEMO_KEY : '') + (await calculateJwkThumbprint(key));
  return keepFile(file, () => JSON.stringify({ keys: [{ ...key, kid, use: 'enc' }] }));
};
