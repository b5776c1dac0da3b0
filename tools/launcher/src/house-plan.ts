import { basename, join } from 'node:path';
import type { DatabaseAddresses, Owner } from './databases.ts';
import { ROOT } from './folders.ts';
import type { HouseKeys, NatsUser } from './keys.ts';
import type { ProcessPlan } from './managed-process.ts';
import { MEMORY_ENV, nodeFlags } from './node-settings.ts';
import type { Place, PortPlan } from './ports.ts';

/** What is known of a house before its services start. */
export interface HouseFacts {
  ports: PortPlan;
  natsUrl: string;
  databases: Record<Owner, DatabaseAddresses>;
  keys: HouseKeys;
  logs: string;
  /** For what the simulator keeps between starts. */
  stateFolder: string;
  /** What the broker multiplies its limits of attempts with, where they are not to be the product's. */
  throttleFactor?: number;
  /** The zone of the demo's own DNS server. */
  zoneFile: string;
  /** What a process needs to run at all. */
  env: Record<string, string>;
}

/** One process of a service that may have several. */
export interface Replica {
  name: string;
  port: number;
  managementPort: number;
  /** Whether a proxy stands in front. */
  proxied: boolean;
}

/** The addresses as browsers see them. */
export const addressesOf = (ports: PortPlan): Record<Place, string> => {
  const at = (place: Place): string => `http://localhost:${ports[place]}`;
  return {
    dashboard: at('dashboard'),
    broker: at('broker'),
    ssoConfig: at('ssoConfig'),
    identity: at('identity'),
    phone: at('phone'),
    simulator: at('simulator'),
    callsApi: at('callsApi'),
    serverRendered: at('serverRendered'),
    singlePage: at('singlePage'),
  };
};

/** The platform's own client at Google. */
export const GOOGLE_CLIENT_ID = 'portico-platform';

/** Whom the demo's people ask. */
const SUPPORT_URL = 'mailto:support@portico.example';

type Service = 'sso-config' | 'identity' | 'broker';
const DATABASE_OF: Record<Service, Owner> = {
  'sso-config': 'sso_config',
  identity: 'identity',
  broker: 'broker',
};

/** One replica of a service that speaks on NATS. */
export const servicePlan = (facts: HouseFacts, service: Service, replica: Replica): ProcessPlan =>
  nodePlan(facts, replica, join('apps', service), {
    ...commonEnv(facts, replica),
    DATABASE_URL: facts.databases[DATABASE_OF[service]].runtime,
    ...natsEnv(facts, service),
    ...ownEnv(facts, service),
  });

const ownEnv = (facts: HouseFacts, service: Service): Record<string, string> => {
  if (service === 'sso-config') return { PORTICO_SEALING_PUBLIC_KEYS_FILE: facts.keys.sealingPublic };
  if (service === 'identity')
    return {
      SMTP_URL: 'log:',
      PORTICO_MAIL_FROM: 'Portico <no-reply@portico.example>',
      PORTICO_FACTOR_KEYS_FILE: facts.keys.factors,
    };
  return {
    PORTICO_COOKIE_KEYS_FILE: facts.keys.brokerCookies,
    PORTICO_SEALING_KEYS_FILE: facts.keys.sealing,
    // Azure's and Google's userinfo are on another host there: the same simulator by its other name.
    PORTICO_EGRESS_ALLOW: [
      addressesOf(facts.ports).simulator,
      `http://127.0.0.1:${facts.ports.simulator}`,
    ].join(),
    // Where the examples are told that a session has ended.
    PORTICO_APPLICATION_ALLOW: [
      addressesOf(facts.ports).phone,
      addressesOf(facts.ports).dashboard,
      addressesOf(facts.ports).serverRendered,
    ].join(),
    PORTICO_START_URL: `${addressesOf(facts.ports).phone}/sign-in`,
    PORTICO_DNS_SERVERS: `127.0.0.1:${facts.ports.dns}`,
    PORTICO_GOOGLE_CLIENT_ID: GOOGLE_CLIENT_ID,
    PORTICO_GOOGLE_CLIENT_SECRET_FILE: facts.keys.providerSecrets.google,
    PORTICO_GOOGLE_ISSUER: `${addressesOf(facts.ports).simulator}/google`,
    PORTICO_SUPPORT_URL: SUPPORT_URL,
    ...(facts.throttleFactor && { PORTICO_THROTTLE_FACTOR: String(facts.throttleFactor) }),
  };
};

export const dashboardPlan = (facts: HouseFacts, replica: Replica): ProcessPlan => {
  const addresses = addressesOf(facts.ports);
  return nodePlan(facts, replica, 'apps/dashboard', {
    ...commonEnv(facts, replica),
    DATABASE_URL: facts.databases.dashboard.runtime,
    PORTICO_CLIENT_ID: 'dashboard',
    PORTICO_CLIENT_SECRET_FILE: facts.keys.dashboardSecret,
    PORTICO_DASHBOARD_URL: addresses.dashboard,
    PORTICO_BROKER_URL: addresses.broker,
    PORTICO_SSO_CONFIG_URL: addresses.ssoConfig,
    PORTICO_IDENTITY_URL: addresses.identity,
    PORTICO_COOKIE_KEYS_FILE: facts.keys.dashboardCookies,
    PORTICO_SUPPORT_URL: SUPPORT_URL,
    PORTICO_GOOGLE_CLIENT_ID: GOOGLE_CLIENT_ID,
  });
};

export const simulatorPlan = (facts: HouseFacts, replica: Replica): ProcessPlan =>
  nodePlan(facts, replica, 'tools/idp-simulator', {
    PORT: String(replica.port),
    PORTICO_SIMULATOR_URL: addressesOf(facts.ports).simulator,
    PORTICO_SIMULATOR_STATE_FILE: join(facts.stateFolder, 'simulator.json'),
  });

export const phonePlan = (facts: HouseFacts, replica: Replica): ProcessPlan =>
  nodePlan(facts, replica, 'examples/phone', {
    PORT: String(replica.port),
    PORTICO_PUBLIC_URL: addressesOf(facts.ports).broker,
    PORTICO_PHONE_URL: addressesOf(facts.ports).phone,
    PORTICO_CLIENT_ID: 'phone',
  });

export const subscriberPlan = (facts: HouseFacts, echo?: (line: string) => void): ProcessPlan => ({
  ...nodePlan(
    facts,
    { name: 'subscriber', port: 0, managementPort: 0, proxied: false },
    'examples/subscriber',
    natsEnv(facts, 'subscriber'),
  ),
  echo,
  // It serves nobody and says nothing until something happens.
  isReady: () => Promise.resolve(true),
});

const commonEnv = (
  facts: HouseFacts,
  { port, managementPort, proxied }: Replica,
): Record<string, string> => ({
  PORT: String(port),
  PORTICO_MANAGEMENT_PORT: String(managementPort),
  PORTICO_PUBLIC_URL: addressesOf(facts.ports).broker,
  PORTICO_TRUSTED_HOPS: proxied ? '1' : '0',
});

const natsEnv = ({ natsUrl, keys }: HouseFacts, user: NatsUser): Record<string, string> => ({
  NATS_URL: natsUrl,
  PORTICO_NATS_NKEY_FILE: keys.nats[user].seedFile,
});

const nodePlan = (
  facts: HouseFacts,
  replica: Replica,
  folder: string,
  env: Record<string, string>,
): ProcessPlan => ({
  name: replica.name,
  command: process.execPath,
  args: [...nodeFlags(basename(folder)), join(ROOT, folder, 'dist', 'main.js')],
  env: { ...MEMORY_ENV, ...facts.env, ...env },
  cwd: ROOT,
  logFile: join(facts.logs, `${replica.name}.log`),
  isReady: () => answers(replica),
});

/** Services tell their readiness at the management port; the simulator and Phone have none and just answer. */
const answers = async ({ port, managementPort }: Replica): Promise<boolean> => {
  const url = managementPort ? `http://localhost:${managementPort}/readyz` : `http://localhost:${port}/`;
  // Short where nothing is looked up for the answer: a request that came too early may never be answered.
  const signal = AbortSignal.timeout(managementPort ? 3000 : 500);
  try {
    const { status, body } = await fetch(url, { redirect: 'manual', signal });
    await body?.cancel();
    return managementPort ? status === 200 : status < 500;
  } catch {
    return false;
  }
};
