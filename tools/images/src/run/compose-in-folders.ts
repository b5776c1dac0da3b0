import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  freePorts,
  type LauncherEnvironment,
  natsServerBinary,
  openStateFolder,
  ProcessGroup,
  type Progress,
  startPostgres,
} from '@portico/launcher';
import {
  type Compose,
  type ComposeService,
  environmentOf,
  inOrder,
  readCompose,
} from '../compose/read-compose.ts';
import type { Built } from '../folder-builder.ts';
import { type ContainerProcess, containerProcess } from './container.ts';
import { findPorts, type Places, relocate } from './places.ts';
import { makeVolume, processUser } from './unprivileged.ts';

export interface StackOptions {
  work: string;
  environment: LauncherEnvironment;
  progress: Progress;
  /** The image of a name, built in a folder. */
  image: (service: string) => Promise<Built>;
  /** Of an `--env-file`. */
  variables?: Record<string, string>;
  profiles?: string[];
}

/** As often as a restart may be needed where the machine has much else to do. */
const STARTS = 5;

/** docker-compose.yml without Docker: the same commands, variables, order and health, as processes of this machine. */
export class ComposeInFolders {
  readonly group: ProcessGroup;
  private readonly options: StackOptions;
  private readonly logs: string;
  private compose: Compose = { services: {}, volumes: {} };
  private places: Places = { run: '', port: (inside) => inside };
  private variables: Record<string, string> = {};

  constructor(options: StackOptions) {
    this.options = options;
    this.group = new ProcessGroup(options.work);
    this.logs = join(options.work, 'logs');
  }

  /** Brings up what has no profile, and the profiles that were asked for. */
  async open(): Promise<void> {
    const { work, environment, variables, profiles = [] } = this.options;
    mkdirSync(this.logs, { recursive: true });
    const [postgres = 0, nats = 0, monitor = 0] = await freePorts(3);
    const run = join(work, 'run');
    for (const volume of ['keys', 'nats', 'demo']) makeVolume(join(run, volume));
    this.places = { run, port: await findPorts({ 5432: postgres, 4222: nats, 8222: monitor }) };
    const folder = openStateFolder(join(work, 'servers'));
    const env = environment.passedOn;
    const url = await startPostgres(this.group, { folder, port: postgres, durable: false, env });
    this.variables = { ...variables, PORTICO_POSTGRES_PASSWORD: new URL(url).password };
    this.compose = readCompose(this.variables);
    const wanted = Object.entries(this.compose.services).filter(
      ([, service]) => !service.profiles || service.profiles.some((name) => profiles.includes(name)),
    );
    const started = new Map<string, Promise<void>>();
    for (const name of inOrder(Object.fromEntries(wanted))) {
      const { depends_on = {} } = this.service(name);
      const before = Object.keys(depends_on).flatMap((needed) => started.get(needed) ?? []);
      started.set(
        name,
        Promise.all(before).then(() => this.up(name)),
      );
    }
    await Promise.all(started.values());
  }

  /** Where a service of the file listens here. */
  addressOf(port: number): string {
    return `http://localhost:${String(this.places.port(port))}`;
  }

  /** A file of the volume of keys. */
  keyFile(name: string): string {
    return join(this.places.run, 'keys', name);
  }

  /** Runs a one-shot, or the command line with other words. Throws `Refusal` where it fails; gives what it said. */
  async runTask(name: string, command?: string[]): Promise<string> {
    const process = await this.processOf(this.service(name), command);
    const { code, output } = await this.group.tryToRun({ name, ...process });
    if (code !== 0) throw new Error(`${name} ended with ${String(code)}:\n${output.slice(-4000)}`);
    return output;
  }

  private service(name: string): ComposeService {
    const service = this.compose.services[name];
    if (!service) throw new Error(`docker-compose.yml has no service ${name}`);
    return service;
  }

  private async up(name: string): Promise<void> {
    if (name === 'postgres') return;
    if (name === 'nats') await this.startNats();
    else if (this.service(name).restart === 'no') await this.runTask(name);
    else await this.startPatiently(name);
    this.options.progress.note(name);
  }

  /** `restart: unless-stopped`: what ends because the machine is slow begins again. */
  private async startPatiently(name: string): Promise<void> {
    for (let attempt = 1; attempt < STARTS; attempt += 1) {
      const isUp = await this.start(name).then(
        () => true,
        () => false,
      );
      if (isUp) return;
      await this.group.stop(name);
    }
    await this.start(name);
  }

  private async start(name: string): Promise<void> {
    const service = this.service(name);
    const process = await this.processOf(service);
    const [, ...test] = service.healthcheck?.test ?? [];
    const words = test.map((word) => relocate(word, this.places));
    const check = containerProcess(await this.imageOf(service), { entrypoint: words, env: process.env });
    const isReady = async (): Promise<boolean> =>
      (await this.group.tryToRun({ name: `${name} health`, ...check })).code === 0;
    await this.group.start({ name, ...process, logFile: join(this.logs, `${name}.log`), isReady });
  }

  /** The server of this machine with the words of the file, so that the generated accounts are tried too. */
  private async startNats(): Promise<void> {
    const { environment, progress } = this.options;
    const command = await natsServerBinary(this.group, environment, progress);
    const { command: words = [] } = this.service('nats');
    const own = words.filter((word) => !word.startsWith('--http_port'));
    const port = (inside: number): string => String(this.places.port(inside));
    await this.group.start({
      name: 'nats',
      command,
      args: [
        ...own.map((word) => relocate(word, this.places)),
        ...['--addr', '127.0.0.1', '--port', port(4222), '--http_port', port(8222)],
      ],
      env: environment.passedOn,
      as: processUser(),
      cwd: this.places.run,
      logFile: join(this.logs, 'nats.log'),
      stopSignal: 'SIGTERM',
      isReady: () => isHealthy(`http://127.0.0.1:${port(8222)}/healthz?js-enabled-only=true`),
    });
  }

  private async imageOf({ image }: ComposeService): Promise<Built> {
    return await this.options.image(/^portico\/([\w-]+):/.exec(image)?.[1] ?? image);
  }

  private async processOf(service: ComposeService, command = service.command): Promise<ContainerProcess> {
    const built = await this.imageOf(service);
    const env = Object.fromEntries(
      Object.entries(environmentOf(service, this.variables)).map(([name, value]) => [
        name,
        relocate(value, this.places),
      ]),
    );
    const port = env['PORT'] ?? built.env['PORT'];
    if (port !== undefined) env['PORT'] = String(this.places.port(Number(port)));
    const words = command?.map((word) => relocate(word, this.places));
    // The command line has the place of the keys from nobody but an option, and a container has them where it looks.
    if (words && /^portico\/portico:/.test(service.image)) words.push('--directory', this.keyFile(''));
    return containerProcess(built, { command: words, entrypoint: service.entrypoint, env });
  }
}

const isHealthy = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1000) })).ok;
  } catch {
    return false;
  }
};
