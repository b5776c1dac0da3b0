import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The services that own a database, as their applications are named. */
export const SERVICES = ['sso-config', 'identity', 'broker', 'dashboard'] as const;
export type DeployedService = (typeof SERVICES)[number];

/** Who of Portico's own has a key at NATS. */
export const NATS_KEYS = ['sso-config', 'identity', 'broker', 'migration', 'operator'] as const;
export type NatsKeyOwner = (typeof NATS_KEYS)[number];

/** Where a deployment keeps what is secret: one directory, a file each (docs/decisions/0018). */
export class KeyDirectory {
  readonly sealing: string;
  readonly sealingPublic: string;
  /** Seals the secrets of second factors. */
  readonly factors: string;
  readonly brokerCookies: string;
  readonly dashboardCookies: string;
  readonly seedSecret: string;
  readonly dashboardSecret: string;
  /** The accounts of NATS, with public halves alone. */
  readonly natsAccounts: string;
  /** One key and one description for each team that hears facts. */
  readonly subscribers: string;

  constructor(readonly path: string) {
    this.sealing = join(path, 'sealing.json');
    this.sealingPublic = join(path, 'sealing-public.json');
    this.factors = join(path, 'factors.json');
    this.brokerCookies = join(path, 'broker-cookies.json');
    this.dashboardCookies = join(path, 'dashboard-cookies.json');
    this.seedSecret = join(path, 'seed-client-secret');
    this.dashboardSecret = join(path, 'dashboard-client-secret');
    this.natsAccounts = join(path, 'nats-accounts.conf');
    this.subscribers = join(path, 'subscribers');
  }

  /** The seed of a NATS key. */
  natsSeed(owner: NatsKeyOwner): string {
    return join(this.path, `nats-${owner}.nk`);
  }

  /** The runtime role's way into a database. */
  databaseUrl(service: DeployedService): string {
    return join(this.path, `database-url-${service}`);
  }

  /** The way of the role that owns the tables. */
  ownerDatabaseUrl(service: DeployedService): string {
    return join(this.path, `owner-database-url-${service}`);
  }

  subscriberSeed(name: string): string {
    return join(this.subscribers, `${name}.nk`);
  }

  subscriberFile(name: string): string {
    return join(this.subscribers, `${name}.json`);
  }
}

/** Whether a file was made now or was there before, and what is in it. */
export interface Kept {
  file: string;
  content: string;
  made: boolean;
}

/** Makes a file that only its owner may read, unless it is there: then its content stays, whatever it is. */
export const keepFile = (file: string, make: () => string): Kept => {
  try {
    return { file, content: readFileSync(file, 'utf8'), made: false };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const content = make();
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Exclusively: of two bootstraps at once one makes the file, and the other fails instead of replacing it.
  writeFileSync(file, content, { mode: 0o600, flag: 'wx' });
  return { file, content, made: true };
};
