import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { LauncherEnvironment } from './env.ts';
import type { StateFolder } from './folders.ts';
import type { ProcessPlan } from './managed-process.ts';
import { natsServerBinary } from './nats-binary.ts';
import type { ProcessGroup } from './process-group.ts';
import { findProgram, succeeds } from './programs.ts';
import type { Progress } from './progress.ts';
import { Refusal } from './refusal.ts';

export interface NatsOptions {
  folder: StateFolder;
  port: number;
  environment: LauncherEnvironment;
  progress: Progress;
}

const HOST = '127.0.0.1';
/** From where the configuration is; `portico subscriber add --demo` writes it anew. */
const ACCOUNTS = 'keys/nats-accounts.conf';
const IMAGE = 'nats:2.12-alpine';

/** Starts a NATS with JetStream that admits our keys only, each to its own subjects; gives its address. */
export const startNats = async (group: ProcessGroup, options: NatsOptions): Promise<string> => {
  const plan = await serverPlan(group, options);
  await group.start({
    ...plan,
    name: 'nats',
    env: options.environment.passedOn,
    logFile: join(options.folder.logs, 'nats.log'),
    stopSignal: 'SIGTERM',
    isReady: () => accepts(options.port),
  });
  return `nats://${HOST}:${options.port}`;
};

const serverPlan = async (
  group: ProcessGroup,
  options: NatsOptions,
): Promise<Pick<ProcessPlan, 'command' | 'args'>> => {
  try {
    const binary = await natsServerBinary(group, options.environment, options.progress);
    return {
      command: binary,
      args: ['-c', await writeConfig(options, { host: HOST, storeDir: options.folder.nats })],
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return await dockerPlan(options, error);
  }
};

const dockerPlan = async (
  options: NatsOptions,
  otherwise: Refusal,
): Promise<Pick<ProcessPlan, 'command' | 'args'>> => {
  const docker = findProgram(['docker'], options.environment.path);
  if (!docker || !succeeds(docker, ['version', '--format', '{{.Server.Version}}'])) throw otherwise;
  options.progress.note(`nats-server is not installed: running ${IMAGE} by Docker (download about 10 MB)`);
  const config = await writeConfig(options, { host: '0.0.0.0', storeDir: '/data' });
  const mounts = [
    '-v',
    `${options.folder.nats}:/data`,
    '-v',
    `${config}:/nats.conf:ro`,
    '-v',
    `${join(options.folder.keys, 'nats-accounts.conf')}:/${ACCOUNTS}:ro`,
  ];
  return {
    command: docker,
    args: [
      'run',
      '--rm',
      '-p',
      `${HOST}:${options.port}:${options.port}`,
      ...mounts,
      IMAGE,
      '-c',
      '/nats.conf',
    ],
  };
};

const writeConfig = async (
  { folder, port }: NatsOptions,
  { host, storeDir }: { host: string; storeDir: string },
): Promise<string> => {
  // Imported when it is built, which a static import could not wait for.
  const { natsServerConfigWith } = await import('@portico/messaging');
  mkdirSync(folder.nats, { recursive: true });
  const file = join(folder.path, 'nats.conf');
  writeFileSync(file, natsServerConfigWith({ host, port, storeDir, accounts: ACCOUNTS }));
  return file;
};

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, HOST);
    const answer = (ready: boolean) => (): void => {
      socket.destroy();
      resolve(ready);
    };
    // The server speaks first: INFO comes when it serves clients.
    socket.once('data', answer(true)).once('error', answer(false));
  });
