import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStateFolder, temporaryFolder } from './folders.ts';
import type { ProcessPlan } from './managed-process.ts';
import { ProcessGroup } from './process-group.ts';
import { identify, isAlive } from './process-identity.ts';
import { endLeftBehind, readRun } from './run-record.ts';

const SLEEP = 'setInterval(() => {}, 1000)';
const STUBBORN = `process.on('SIGTERM', () => {}); process.on('SIGINT', () => {}); ${SLEEP}`;

let folder: string;
let group: ProcessGroup;

const plan = (name: string, code = SLEEP): ProcessPlan => ({
  name,
  command: process.execPath,
  args: ['-e', code],
  env: {},
  logFile: join(folder, `${name}.log`),
  isReady: () => Promise.resolve(true),
});

const pidOf = (name: string): number => group.list().find((found) => found.name === name)?.pid ?? 0;

beforeEach(() => {
  folder = openStateFolder(temporaryFolder('group')).path;
  group = new ProcessGroup(folder);
});

afterEach(async () => {
  await group.stopAll();
  rmSync(folder, { recursive: true, force: true });
});

describe(ProcessGroup.name, () => {
  it('refuses to start anything once it is being stopped', async () => {
    await group.stopAll();
    await expect(group.start(plan('late'))).rejects.toThrow('Stopped.');
  });

  it('shows the end of the log of a process that does not come up', async () => {
    const broken = {
      ...plan('broken', 'console.error("no key"); process.exit(3)'),
      isReady: () => Promise.resolve(false),
    };
    await expect(group.start(broken)).rejects.toThrow('broken did not start:\nno key');
  });

  it('shows what a failed task said', async () => {
    const task = {
      name: 'The build',
      command: process.execPath,
      args: ['-e', 'console.log("line 7"); process.exit(1)'],
      env: {},
    };
    await expect(group.run(task)).rejects.toThrow('The build failed:\nline 7');
  });

  it('tells of a process that ends by itself, and not of one that is killed or stopped', async () => {
    const told: string[] = [];
    group.onSurprise = (name, outcome) => told.push(`${name}: ${outcome}`);
    await Promise.all([
      group.start(plan('crashing', 'setTimeout(() => process.exit(5), 50)')),
      group.start(plan('killed')),
      group.start(plan('stopped')),
    ]);
    await Promise.all([group.kill('killed'), group.stop('stopped')]);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(told).toEqual(['crashing: exit code 5']);
  });

  it('starts a killed process again under another number', async () => {
    await group.start(plan('service'));
    const before = pidOf('service');
    await group.kill('service');
    await group.restart('service');
    expect(pidOf('service')).not.toBe(before);
    expect(identify(pidOf('service'))).toBeDefined();
  });

  it('ends what it has started, running tasks too, and nothing else', async () => {
    const other = new ProcessGroup(openStateFolder(join(folder, 'other')).path);
    await other.start(plan('bystander'));
    await group.start(plan('service'));
    const task = group.tryToRun({ name: 'long', command: process.execPath, args: ['-e', SLEEP], env: {} });
    const service = pidOf('service');
    await group.stopAll();
    expect((await task).code).not.toBe(0);
    expect(identify(service)).toBeUndefined();
    expect(other.list()).toMatchObject([{ name: 'bystander', alive: true }]);
    await other.stopAll();
  });
});

describe(readRun.name, () => {
  it('finds nothing on a folder that nobody used', () => {
    expect(readRun(join(folder, 'nowhere'))).toEqual({ leftBehind: [] });
  });

  it('names the launcher while it lives', () => {
    expect(readRun(folder)).toEqual({ launcherPid: process.pid, leftBehind: [] });
  });

  it('takes a reused number for another process', async () => {
    await group.start(plan('service'));
    expect(isAlive({ pid: pidOf('service'), startedAt: 'some other time' })).toBe(false);
  });
});

describe(endLeftBehind.name, () => {
  it('ends left-over processes, by force where asking does not help', async () => {
    await group.start(plan('service'));
    await group.start(plan('stubborn', STUBBORN));
    const left = ['service', 'stubborn']
      .flatMap((name) => identify(pidOf(name)) ?? [])
      .map((found) => ({ name: 'x', ...found }));
    group.onSurprise = () => undefined;
    await endLeftBehind(left, 300);
    expect(left.filter(isAlive)).toEqual([]);
  });
});
