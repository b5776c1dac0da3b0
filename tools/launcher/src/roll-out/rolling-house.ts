import type { Socket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWNERS } from '../databases.ts';
import { startDnsServer } from '../dns-server.ts';
import type { LauncherEnvironment } from '../env.ts';
import { ROOT, writeSecret } from '../folders.ts';
import type { ProcessPlan } from '../managed-process.ts';
import { natsServerBinary } from '../nats-binary.ts';
import { freePortPlan, type PortPlan } from '../ports.ts';
import { ProcessGroup } from '../process-group.ts';
import type { Progress } from '../progress.ts';
import { launcherOf, type OldFacts, type OldLauncher, ROLLED, type Rolled } from './launcher-of.ts';
import type { Release as CheckedOut } from './release-before.ts';
import { type Replacement, RollingService, type RunningReplica } from './rolling-service.ts';

/** How a replica is started. */
export type ManagedPlan = (service: Rolled, replica: RunningReplica) => ProcessPlan;

/** How many steps `RollingHouse.open` reports. */
export const ROLLING_STEPS = 5;

/** Longer than a balancer takes to notice. */
const DRAIN_SECONDS = 2;

const APP_OF = {
  sso_config: 'sso-config',
  broker: 'broker',
  identity: 'identity',
  dashboard: 'dashboard',
} as const;
const PLACE_OF = {
  'sso-config': 'ssoConfig',
  identity: 'identity',
  broker: 'broker',
  dashboard: 'dashboard',
} as const;

export interface RollingOptions {
  stateFolder: string;
  environment: LauncherEnvironment;
  progress: Progress;
  before: CheckedOut;
  replicas: number;
}

/** A house of the release before, set up by its own launcher, whose services are replaced by today's and back. */
export class RollingHouse {
  readonly group: ProcessGroup;
  readonly services = {} as Record<Rolled, RollingService>;
  private dns?: Socket;
  private facts?: OldFacts;
  private launcher?: OldLauncher;

  private readonly options: RollingOptions;

  constructor(options: RollingOptions) {
    this.options = options;
    this.group = new ProcessGroup(options.stateFolder);
  }

  /** Starts everything in its order; gives what tests are told of a house. */
  async open(): Promise<object> {
    const { progress, before, replicas } = this.options;
    const launcher = await launcherOf(before.root);
    this.launcher = launcher;
    const { postgresUrl, facts } = await progress.step('PostgreSQL, NATS, keys and databases', () =>
      this.openServers(launcher),
    );
    this.facts = facts;
    await progress.step('Its migrations and first application', () => launcher.migrate(this.group, facts));
    await progress.step(`Its services, ${replicas} replicas each`, () => this.startServices(facts));
    const seeded = await progress.step('Demo data', () => launcher.seed(facts));
    await progress.step('Dashboard, Phone and the subscriber', () => this.startApplications(launcher, facts));
    const { databases, natsUrl, logs, ports } = facts;
    return {
      addresses: launcher.addressesOf(ports),
      management: {},
      postgresUrl,
      databases,
      natsUrl,
      keys: this.keysForTests(facts),
      logs,
      seeded,
    };
  }

  /** Today's migrations, with the environment that the release before has for its own. */
  async migrate(): Promise<void> {
    const { facts, launcher } = this.opened();
    for (const owner of OWNERS)
      await this.group.run({
        name: `${APP_OF[owner]} migrate`,
        command: process.execPath,
        args: [join(ROOT, 'apps', APP_OF[owner], 'dist', 'migrate.js')],
        env: launcher.migrationEnv(facts, owner),
        cwd: ROOT,
      });
  }

  /** Replaces one replica of a service that does not run this release yet; undefined where all do. */
  async replaceOne(service: Rolled, release: RunningReplica['release']): Promise<Replacement | undefined> {
    const next = this.services[service].replicas.find((replica) => replica.release !== release);
    return next && (await this.services[service].replace(next, release));
  }

  /** How often a request was sent to a replica that did not listen any more. */
  get refused(): number {
    return Object.values(this.services).reduce((sum, { refused }) => sum + refused, 0);
  }

  async close(): Promise<void> {
    for (const service of Object.values(this.services)) service.close();
    this.dns?.close();
    this.dns = undefined;
    await this.group.stopAll();
  }

  private opened(): { facts: OldFacts; launcher: OldLauncher } {
    if (!this.facts || !this.launcher) throw new Error('the house is not open');
    return { facts: this.facts, launcher: this.launcher };
  }

  private async openServers(launcher: OldLauncher): Promise<{ postgresUrl: string; facts: OldFacts }> {
    const { stateFolder, progress, environment: given } = this.options;
    const { group } = this;
    const env = given.passedOn;
    const folder = launcher.openStateFolder(stateFolder);
    const keys = await launcher.makeKeys(folder);
    const ports: PortPlan = await freePortPlan();
    const natsServerBin = await natsServerBinary(group, given, progress);
    const environment = { ...given, natsServerBin };
    const postgresUrl = await launcher.startPostgres(group, {
      folder,
      port: ports.postgres,
      durable: false,
      env,
    });
    const natsUrl = await launcher.startNats(group, {
      folder,
      port: ports.nats,
      keys: keys.nats,
      environment,
      progress,
    });
    const databases = await launcher.makeDatabases(postgresUrl, 'portico', folder);
    const zoneFile = join(stateFolder, 'zone.json');
    this.dns = await startDnsServer(ports.dns, zoneFile);
    const { logs } = folder;
    const places = { ports, natsUrl, databases, keys, logs, stateFolder, zoneFile };
    return { postgresUrl, facts: { ...places, env, throttleFactor: 1000 } };
  }

  private async startServices(facts: OldFacts): Promise<void> {
    for (const name of ROLLED) {
      this.services[name] = new RollingService(name, this.group, (service, replica) =>
        this.planOf(service, replica),
      );
      await this.services[name].listen(facts.ports[PLACE_OF[name]]);
    }
    const { launcher } = this.opened();
    const simulator = { name: 'simulator', port: facts.ports.simulator, managementPort: 0, proxied: false };
    await Promise.all([
      this.group.start(launcher.simulatorPlan(facts, simulator)),
      ...ROLLED.filter((name) => name !== 'dashboard').map((name) => this.addAll(name)),
    ]);
  }

  private async startApplications(launcher: OldLauncher, facts: OldFacts): Promise<void> {
    const phone = { name: 'phone', port: facts.ports.phone, managementPort: 0, proxied: false };
    await Promise.all([
      this.addAll('dashboard'),
      this.group.start(launcher.phonePlan(facts, phone)),
      this.group.start(launcher.subscriberPlan(facts)),
    ]);
  }

  private async addAll(name: Rolled): Promise<void> {
    for (let count = 0; count < this.options.replicas; count += 1) await this.services[name].add('before');
  }

  /** Today's replicas get the environment that the release before has in force: only the program is another. */
  private planOf(service: Rolled, replica: RunningReplica): ProcessPlan {
    const { facts, launcher } = this.opened();
    const plan =
      service === 'dashboard'
        ? launcher.dashboardPlan(facts, replica)
        : launcher.servicePlan(facts, service, replica);
    const env = { ...plan.env, PORTICO_DRAIN_SECONDS: String(DRAIN_SECONDS) };
    if (replica.release === 'before') return { ...plan, env };
    const { root } = this.options.before;
    const args = plan.args.map((word) =>
      word.startsWith(root) ? join(ROOT, word.slice(root.length)) : word,
    );
    return { ...plan, env, args, cwd: ROOT };
  }

  /** Tests know where today's launcher keeps the secret of the first machine application. */
  private keysForTests({ keys, stateFolder }: OldFacts): object {
    const seedSecret = join(stateFolder, 'keys', 'seed-client-secret');
    const { clientSecret } = JSON.parse(readFileSync(keys.seedCredentials, 'utf8')) as {
      clientSecret: string;
    };
    writeSecret(seedSecret, clientSecret);
    return { ...keys, seedSecret, directory: join(stateFolder, 'keys') };
  }
}
