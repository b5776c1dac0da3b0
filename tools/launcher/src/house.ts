import type { Socket } from 'node:dgram';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { startDnsServer } from './dns-server.ts';
import { makeDatabases, type DatabaseAddresses, type Owner } from './databases.ts';
import type { LauncherEnvironment } from './env.ts';
import { openStateFolder, type StateFolder } from './folders.ts';
import {
  addressesOf,
  dashboardPlan,
  phonePlan,
  servicePlan,
  simulatorPlan,
  subscriberPlan,
  type HouseFacts,
  type Replica,
} from './house-plan.ts';
import { makeKeys, type HouseKeys } from './keys.ts';
import { migrate } from './migrations.ts';
import { startNats } from './nats.ts';
import { freePorts, type Place, type PortPlan, type ServicePlace } from './ports.ts';
import { checkPostgres, startPostgres } from './postgres.ts';
import { ProcessGroup } from './process-group.ts';
import type { Progress } from './progress.ts';
import { startProxy } from './random-proxy.ts';
import { seed, type Seeded } from './seed.ts';

export interface HouseOptions {
  stateFolder: string;
  ports: PortPlan;
  environment: LauncherEnvironment;
  progress: Progress;
  /** Whether data must outlive a power cut. */
  durable: boolean;
  /** Databases and roles are named `<prefix>_<service>`. */
  databasePrefix: string;
  /** Further settings of a PostgreSQL of the house's own. */
  postgresSettings?: Record<string, string>;
  /** How many processes of a service share its address; one unless said. */
  replicas?: { broker?: number; identity?: number };
  /** Multiplies the broker's limits of attempts; those of the product unless said. */
  throttleFactor?: number;
  /** The port of 127.0.0.1 where a test takes the spans of requests that ask for it (OTLP, JSON). */
  spansPort?: number;
  /** Shows what the example subscriber prints. */
  echoSubscriber?: boolean;
}

/** Everything that somebody outside needs to know of a running house; plain data, to be handed on as JSON. */
export interface HouseDescription {
  /** As browsers see them. */
  addresses: Record<Place, string>;
  /** Of every process that has one, by the name of the process. */
  management: Record<string, string>;
  postgresUrl: string;
  databases: Record<Owner, DatabaseAddresses>;
  natsUrl: string;
  keys: HouseKeys;
  spansPort?: number;
  /** Holds one file for each process: `<name>.log`. */
  logs: string;
  seeded: Seeded;
}

/** How many steps a house reports. */
export const HOUSE_STEPS = 6;

/** A running house. Its processes: postgres, nats, sso-config, identity-1…, broker-1…, simulator, dashboard, phone, subscriber. */
export class House {
  readonly group: ProcessGroup;
  readonly folder: StateFolder;
  private readonly options: HouseOptions;
  private readonly management: Record<string, string> = {};
  private readonly proxies: Server[] = [];
  private dns?: Socket;

  constructor(options: HouseOptions) {
    this.options = options;
    this.folder = openStateFolder(options.stateFolder);
    this.group = new ProcessGroup(this.folder.path);
  }

  /** Starts everything in its order. After a failure whatever did start is still to be stopped by `close`. */
  async open(): Promise<HouseDescription> {
    const { progress, ports } = this.options;
    const { postgresUrl, ...facts } = await this.openServers();
    await progress.step('Migrating databases, streams and the first application', () =>
      migrate(this.group, facts),
    );
    await progress.step('Starting sso-config, identity, broker and the IdP simulator', () =>
      this.startServices(facts),
    );
    const seeded = await progress.step('Demo data', () => seed(facts));
    await progress.step('Starting dashboard, Phone and the subscriber', () => this.startApplications(facts));
    const { databases, natsUrl, keys } = facts;
    return {
      addresses: addressesOf(ports),
      management: this.management,
      postgresUrl,
      databases,
      natsUrl,
      keys,
      logs: this.folder.logs,
      spansPort: this.options.spansPort,
      seeded,
    };
  }

  /** Stops everything that was started, last first. */
  async close(): Promise<void> {
    for (const proxy of this.proxies) {
      proxy.close();
      proxy.closeAllConnections();
    }
    this.dns?.close();
    this.dns = undefined;
    await this.group.stopAll();
  }

  private async openServers(): Promise<HouseFacts & { postgresUrl: string }> {
    const { ports, environment, progress, durable, databasePrefix } = this.options;
    const { throttleFactor, postgresSettings } = this.options;
    const { folder, group } = this;
    const env = { ...environment.passedOn, ...followingEnv(this.options.spansPort) };
    // What is measured runs as in production, where services refuse the keys of a demo.
    const keys = await makeKeys(folder, { demo: env['NODE_ENV'] !== 'production' });
    const given = environment.databaseUrl;
    const postgresUrl = await progress.step(
      given ? 'PostgreSQL of DATABASE_URL' : 'Starting PostgreSQL',
      () =>
        given
          ? checkPostgres(given)
          : startPostgres(group, {
              folder,
              port: ports.postgres,
              durable,
              settings: postgresSettings,
              env,
            }),
    );
    const natsUrl = await progress.step(
      environment.natsUrl ? 'NATS of NATS_URL' : 'Starting NATS',
      async () =>
        await (environment.natsUrl ?? startNats(group, { folder, port: ports.nats, environment, progress })),
    );
    const databases = await makeDatabases(postgresUrl, databasePrefix, folder);
    const { path: stateFolder, logs } = folder;
    const zoneFile = join(stateFolder, 'zone.json');
    this.dns = await startDnsServer(ports.dns, zoneFile);
    const places = { ports, natsUrl, databases, keys, logs, stateFolder, zoneFile };
    return { ...places, env, postgresUrl, throttleFactor };
  }

  private async startServices(facts: HouseFacts): Promise<void> {
    const { replicas } = this.options;
    const ssoConfig = await this.replicasOf('sso-config', 'ssoConfig', 1);
    const identity = await this.replicasOf('identity', 'identity', replicas?.identity);
    const broker = await this.replicasOf('broker', 'broker', replicas?.broker);
    await Promise.all([
      ...ssoConfig.map((replica) => this.group.start(servicePlan(facts, 'sso-config', replica))),
      ...identity.map((replica) => this.group.start(servicePlan(facts, 'identity', replica))),
      ...broker.map((replica) => this.group.start(servicePlan(facts, 'broker', replica))),
      this.group.start(simulatorPlan(facts, this.single('simulator', 'simulator'))),
    ]);
  }

  private async startApplications(facts: HouseFacts): Promise<void> {
    const dashboard = this.single('dashboard', 'dashboard');
    this.management['dashboard'] = `http://localhost:${dashboard.managementPort}`;
    await Promise.all([
      this.group.start(dashboardPlan(facts, dashboard)),
      this.group.start(phonePlan(facts, { ...this.single('phone', 'phone'), managementPort: 0 })),
      this.group.start(
        subscriberPlan(
          facts,
          this.options.echoSubscriber
            ? (line) => this.options.progress.line(`subscriber | ${line}`)
            : undefined,
        ),
      ),
    ]);
  }

  private single(name: string, place: ServicePlace): Replica {
    const { ports } = this.options;
    return {
      name,
      port: ports[place],
      managementPort: place === 'simulator' ? 0 : ports.management[place],
      proxied: false,
    };
  }

  /** Several replicas get ports of their own, and a proxy at the address that browsers know. */
  private async replicasOf(name: string, place: ServicePlace, count = 1): Promise<Replica[]> {
    const replicas =
      count === 1
        ? [{ ...this.single(name, place), name: name === 'sso-config' ? name : `${name}-1` }]
        : await this.proxied(name, place, count);
    for (const replica of replicas)
      this.management[replica.name] = `http://localhost:${replica.managementPort}`;
    return replicas;
  }

  private async proxied(name: string, place: ServicePlace, count: number): Promise<Replica[]> {
    const ports = await freePorts(count * 2);
    const replicas = Array.from({ length: count }, (_, index) => ({
      name: `${name}-${index + 1}`,
      port: ports[index * 2] ?? 0,
      managementPort: ports[index * 2 + 1] ?? 0,
      proxied: true,
    }));
    this.proxies.push(
      await startProxy(
        this.options.ports[place],
        replicas.map(({ port }) => port),
      ),
    );
    return replicas;
  }
}

/** Only what comes with a sampled `traceparent` is followed, so that all else runs as it does without traces. */
const followingEnv = (port: number | undefined): Record<string, string> =>
  port === undefined
    ? {}
    : {
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_TRACES_SAMPLER: 'parentbased_always_off',
        OTEL_BSP_SCHEDULE_DELAY: '300',
      };
