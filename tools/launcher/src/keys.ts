import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Provider } from '@portico/contracts';
import { keep, type StateFolder } from './folders.ts';

/** Who has a NATS key: Portico's own, and the example subscriber. */
export const NATS_USERS = [
  'sso-config',
  'identity',
  'broker',
  'migration',
  'operator',
  'subscriber',
] as const;
export type NatsUser = (typeof NATS_USERS)[number];

export interface NatsKey {
  /** Holds the secret half. */
  seedFile: string;
}

const PROVIDERS: Provider[] = ['google', 'okta', 'onelogin', 'azure', 'keycloak', 'oidc'];

/** The examples that keep a secret on their server. */
export type ExampleApplication = 'server-rendered' | 'single-page';

/** The files of a house's keys, as its processes are told them. */
export interface HouseKeys {
  /** Holds everything that a deployment keeps secret, as docs/decisions/0018 has it. */
  directory: string;
  nats: Record<NatsUser, NatsKey>;
  brokerCookies: string;
  dashboardCookies: string;
  sealing: string;
  sealingPublic: string;
  /** Seals the secrets of second factors. */
  factors: string;
  /** The secret of the machine application `seed`. */
  seedSecret: string;
  dashboardSecret: string;
  /** Written by the seed: the client secrets of the examples that have one. */
  exampleSecrets: Record<ExampleApplication, string>;
  /** The client secret at each simulated provider; Google's is the platform's own. */
  providerSecrets: Record<Provider, string>;
}

/** Makes every key of a house that is not there yet; each in a file of mode 0600. Those of a demo say so. */
export const makeKeys = async ({ keys }: StateFolder, { demo }: { demo: boolean }): Promise<HouseKeys> => {
  // Imported when it is built, which a static import could not wait for.
  const deployment = await import('@portico/deployment');
  const directory = new deployment.KeyDirectory(keys);
  keepOlderSeed(keys, directory.seedSecret);
  await deployment.makeKeys(directory, { demo });
  deployment.addSubscriber(directory, { name: 'subscriber', events: ['login.completed'] });
  const providerSecret = (provider: Provider): string => join(keys, `${provider}-client-secret`);
  for (const provider of PROVIDERS) keep(providerSecret(provider), deployment.randomText);
  const { sealing, sealingPublic, factors, brokerCookies, dashboardCookies } = directory;
  return {
    directory: keys,
    nats: Object.fromEntries(
      NATS_USERS.map((name) => [
        name,
        { seedFile: name === 'subscriber' ? directory.subscriberSeed(name) : directory.natsSeed(name) },
      ]),
    ) as HouseKeys['nats'],
    ...{ sealing, sealingPublic, factors, brokerCookies, dashboardCookies },
    seedSecret: directory.seedSecret,
    dashboardSecret: directory.dashboardSecret,
    exampleSecrets: exampleSecretsIn(keys),
    providerSecrets: Object.fromEntries(
      PROVIDERS.map((provider) => [provider, providerSecret(provider)]),
    ) as HouseKeys['providerSecrets'],
  };
};

/** A house of the release before has the seed's secret in another file. */
const keepOlderSeed = (keys: string, seedSecret: string): void => {
  const older = join(keys, 'seed-credentials.json');
  if (!existsSync(older)) return;
  const { clientSecret } = JSON.parse(readFileSync(older, 'utf8')) as { clientSecret: string };
  keep(seedSecret, () => clientSecret);
};

/** Where the secrets of the examples are, in the keys of a house. */
export const exampleSecretsIn = (keys: string): HouseKeys['exampleSecrets'] => ({
  'server-rendered': join(keys, 'server-rendered-client-secret'),
  'single-page': join(keys, 'single-page-client-secret'),
});
