import { join } from 'node:path';
import type { DatabaseAddresses, Owner } from '../databases.ts';
import type { LauncherEnvironment } from '../env.ts';
import type { StateFolder } from '../folders.ts';
import type { ProcessPlan } from '../managed-process.ts';
import type { Place, PortPlan } from '../ports.ts';
import type { ProcessGroup } from '../process-group.ts';
import type { Progress } from '../progress.ts';

/** The services that are replaced replica by replica. */
export const ROLLED = ['sso-config', 'identity', 'broker', 'dashboard'] as const;
export type Rolled = (typeof ROLLED)[number];

/** One process of a service. */
export interface OldReplica {
  name: string;
  port: number;
  managementPort: number;
  proxied: boolean;
}

/** What the release before knows of its house; keys are for its own functions to read. */
export interface OldFacts {
  ports: PortPlan;
  natsUrl: string;
  databases: Record<Owner, DatabaseAddresses>;
  keys: Record<string, unknown> & { nats: Record<string, { seedFile: string }>; seedCredentials: string };
  logs: string;
  stateFolder: string;
  throttleFactor?: number;
  zoneFile: string;
  env: Record<string, string>;
}

interface OldServer {
  folder: StateFolder;
  port: number;
}

/**
 * The functions by which the release before sets up a house and starts its processes: their environment is what an
 * operator has in force, and stays as it is while only the programs are replaced.
 */
export interface OldLauncher {
  openStateFolder: (path: string) => StateFolder;
  makeKeys: (folder: StateFolder) => Promise<OldFacts['keys']>;
  startPostgres: (
    group: ProcessGroup,
    options: OldServer & { durable: boolean; env: Record<string, string> },
  ) => Promise<string>;
  startNats: (
    group: ProcessGroup,
    options: OldServer & { keys: unknown; environment: LauncherEnvironment; progress: Progress },
  ) => Promise<string>;
  makeDatabases: (url: string, prefix: string, folder: StateFolder) => Promise<OldFacts['databases']>;
  migrate: (group: ProcessGroup, facts: OldFacts) => Promise<void>;
  migrationEnv: (facts: OldFacts, owner: Owner) => Record<string, string>;
  seed: (facts: OldFacts) => Promise<unknown>;
  addressesOf: (ports: PortPlan) => Record<Place, string>;
  servicePlan: (facts: OldFacts, service: Exclude<Rolled, 'dashboard'>, replica: OldReplica) => ProcessPlan;
  dashboardPlan: (facts: OldFacts, replica: OldReplica) => ProcessPlan;
  simulatorPlan: (facts: OldFacts, replica: OldReplica) => ProcessPlan;
  phonePlan: (facts: OldFacts, replica: OldReplica) => ProcessPlan;
  subscriberPlan: (facts: OldFacts) => ProcessPlan;
}

const MODULES = ['folders', 'keys', 'postgres', 'nats', 'databases', 'migrations', 'seed', 'house-plan'];

/** The launcher of the release in that folder. */
export const launcherOf = async (root: string): Promise<OldLauncher> => {
  const parts: object[] = await Promise.all(
    MODULES.map(
      async (name) => (await import(join(root, 'tools', 'launcher', 'src', `${name}.ts`))) as object,
    ),
  );
  return Object.assign({}, ...parts) as OldLauncher;
};
