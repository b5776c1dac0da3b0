import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createUser, fromSeed } from '@nats-io/nkeys';
import type { Provider } from '@portico/contracts';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { keep, type StateFolder } from './folders.ts';

/** Who has a NATS key: the services, the migration job, and the example subscriber. */
export const NATS_USERS = ['sso-config', 'identity', 'broker', 'migration', 'subscriber'] as const;
export type NatsUser = (typeof NATS_USERS)[number];

export interface NatsKey {
  name: NatsUser;
  publicKey: string;
  /** Holds the secret half. */
  seedFile: string;
}

const PROVIDERS: Provider[] = ['google', 'okta', 'onelogin', 'azure', 'keycloak', 'oidc'];

/** The examples that keep a secret on their server. */
export type ExampleApplication = 'server-rendered' | 'single-page';

/** The files of a house's keys, as its processes are told them. */
export interface HouseKeys {
  nats: Record<NatsUser, NatsKey>;
  brokerCookies: string;
  dashboardCookies: string;
  sealing: string;
  sealingPublic: string;
  /** Seals the secrets of second factors. */
  factors: string;
  /** Written by the broker's bootstrap. */
  seedCredentials: string;
  /** Written by the seed. */
  dashboardSecret: string;
  /** Written by the seed: the client secrets of the examples that have one. */
  exampleSecrets: Record<ExampleApplication, string>;
  /** The client secret at each simulated provider; Google's is the platform's own. */
  providerSecrets: Record<Provider, string>;
}

/** Makes every key of a house that is not there yet; each in a file of mode 0600. */
export const makeKeys = async ({ keys }: StateFolder): Promise<HouseKeys> => {
  const file = (name: string): string => join(keys, name);
  const providerSecret = (provider: Provider): string => file(`${provider}-client-secret`);
  const sealing = await keepSealingKeys(file('sealing.json'));
  keep(file('sealing-public.json'), () => JSON.stringify({ keys: sealing.keys.map(withoutPrivatePart) }));
  await keepSealingKeys(file('factors.json'));
  for (const name of ['broker-cookies.json', 'dashboard-cookies.json'])
    keep(file(name), () => JSON.stringify([randomText()]));
  for (const provider of PROVIDERS) keep(providerSecret(provider), randomText);
  return {
    nats: Object.fromEntries(
      NATS_USERS.map((name) => [name, keepNatsKey(name, file(`nats-${name}.nk`))]),
    ) as Record<NatsUser, NatsKey>,
    brokerCookies: file('broker-cookies.json'),
    dashboardCookies: file('dashboard-cookies.json'),
    sealing: file('sealing.json'),
    sealingPublic: file('sealing-public.json'),
    factors: file('factors.json'),
    seedCredentials: file('seed-credentials.json'),
    dashboardSecret: file('dashboard-client-secret'),
    exampleSecrets: exampleSecretsIn(keys),
    providerSecrets: Object.fromEntries(
      PROVIDERS.map((provider) => [provider, providerSecret(provider)]),
    ) as Record<Provider, string>,
  };
};

/** Where the secrets of the examples are, in the keys of a house. */
export const exampleSecretsIn = (keys: string): HouseKeys['exampleSecrets'] => ({
  'server-rendered': join(keys, 'server-rendered-client-secret'),
  'single-page': join(keys, 'single-page-client-secret'),
});

/** 256 random bits as text. */
export const randomText = (): string => randomBytes(32).toString('base64url');

const keepNatsKey = (name: NatsUser, seedFile: string): NatsKey => {
  const seed = keep(seedFile, () => new TextDecoder().decode(createUser().getSeed()));
  return { name, publicKey: fromSeed(new TextEncoder().encode(seed)).getPublicKey(), seedFile };
};

const keepSealingKeys = async (file: string): Promise<{ keys: JWK[] }> => {
  const { privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const key = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(key);
  return JSON.parse(keep(file, () => JSON.stringify({ keys: [{ ...key, kid, use: 'enc' }] }))) as {
    keys: JWK[];
  };
};

const withoutPrivatePart = ({ d: _private, ...publicPart }: JWK): JWK => publicPart;
