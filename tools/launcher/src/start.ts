import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from './build.ts';
import { dropDatabases } from './databases.ts';
import { readLauncherEnvironment, type LauncherEnvironment } from './env.ts';
import { ROOT } from './folders.ts';
import { House, HOUSE_STEPS } from './house.ts';
import { DEFAULT_PORT_BASE, readStartOptions } from './options.ts';
import { allPorts, checkPorts, portPlan } from './ports.ts';
import { removeCluster } from './postgres-place.ts';
import { terminalProgress, type Progress } from './progress.ts';
import { Refusal } from './refusal.ts';
import { runCommand, type Command } from './run-command.ts';
import { endLeftBehind, readRun } from './run-record.ts';
import { welcome } from './welcome.ts';

const OWN_STEPS = 2;

const start: Command = async (onStop) => {
  const startedAt = Date.now();
  const { fresh, portBase } = readStartOptions(process.argv.slice(2));
  const environment = readLauncherEnvironment();
  const stateFolder = join(ROOT, '.portico', String(portBase));
  const databasePrefix = portBase === DEFAULT_PORT_BASE ? 'portico' : `portico_${portBase}`;
  const progress = terminalProgress(OWN_STEPS + HOUSE_STEPS);
  const ports = portPlan(portBase);

  await progress.step(`Looking at ports ${portBase} to ${ports.dns} and the last run`, async () => {
    await tidyUp(stateFolder, portBase, progress);
    await checkPorts(allPorts(ports));
    if (fresh) await forget(stateFolder, environment, databasePrefix);
  });
  const house = new House({
    stateFolder,
    ports,
    environment,
    progress,
    databasePrefix,
    durable: true,
    echoSubscriber: true,
  });
  onStop(() => house.close());
  await progress.step('Building what has changed', () => build(house.group, environment.passedOn));
  const { addresses, seeded } = await house.open();
  const seconds = (Date.now() - startedAt) / 1000;
  const { factors } = seeded;
  console.log(welcome({ addresses, portBase, logs: relative(ROOT, house.folder.logs), seconds, factors }));
  keepAlive(house);
  return await new Promise<number>(() => setInterval(() => undefined, 60_000));
};

/** Ends what a killed launcher has left on this state folder; refuses while a living one is at work there. */
const tidyUp = async (stateFolder: string, portBase: number, progress: Progress): Promise<void> => {
  const { launcherPid, leftBehind } = readRun(stateFolder);
  if (launcherPid !== undefined) {
    throw new Refusal(
      `Portico is running here already (process ${launcherPid}): stop it with Ctrl-C, or run a second one with npm start -- --port-base ${portBase + 1000}.`,
    );
  }
  if (leftBehind.length === 0) return;
  progress.note(
    `The last run was killed: ending the processes that it left behind (${leftBehind.map(({ name }) => name).join(', ')})`,
  );
  await endLeftBehind(leftBehind);
};

const forget = async (
  stateFolder: string,
  { databaseUrl }: LauncherEnvironment,
  databasePrefix: string,
): Promise<void> => {
  if (databaseUrl) await dropDatabases(databaseUrl, databasePrefix);
  removeCluster(stateFolder);
  rmSync(stateFolder, { recursive: true, force: true });
};

/** A process that ends by itself is started again, as an orchestrator would. */
const keepAlive = (house: House): void => {
  house.group.onSurprise = (name, outcome) => {
    console.log(`${name} has ended (${outcome}); starting it again`);
    void wait(1000)
      .then(() => house.group.restart(name))
      .then(() => console.log(`${name} works again`))
      .catch((error: unknown) => console.log(error instanceof Refusal ? error.message : error));
  };
};

runCommand(start);
