import { Agent } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import {
  build,
  type Command,
  type House,
  HOUSE_STEPS,
  type HouseDescription,
  prepareHouse,
  readLauncherEnvironment,
  runCommand,
  terminalProgress,
} from '@portico/launcher';
import { runLoad } from '../load/run-load.ts';
import type { System } from '../load/system.ts';
import { seedPortico } from '../seed.ts';
import { startIdp } from '../servers.ts';
import { type Drawn, drawDashboards } from './draw-dashboards.ts';
import { failLogins } from './failing-logins.ts';
import { Prometheus } from './prometheus.ts';

const LOAD = { browsers: 4, logins: 150 };
const ROUNDS = 3;
const FAILURES = 18;
/** Until gauges that are set by timers have been set and seen. */
const SETTLE_MS = 20_000;

/** Draws every dashboard from a real Prometheus over a short load of a house; fails where a query does or shows nothing. */
const dashboards: Command = async (onStop) => {
  const progress = terminalProgress(HOUSE_STEPS + 5);
  const environment = readLauncherEnvironment();
  const { house, close } = await prepareHouse({
    progress,
    durable: false,
    replicas: { broker: 2, identity: 2 },
    environment: {
      ...environment,
      databaseUrl: undefined,
      natsUrl: undefined,
      passedOn: { ...environment.passedOn, LOG_LEVEL: 'warn' },
    },
  });
  onStop(close);
  await progress.step('Building what has changed', () => build(house.group, environment.passedOn));
  const description = await house.open();
  const prometheus = await progress.step('Prometheus', () =>
    Prometheus.start(house, description.management, progress),
  );
  const system = await progress.step('The identity provider for load, and its tenants', () =>
    furnish(house, description),
  );
  const start = Date.now() / 1000;
  const refused = await progress.step('Logins, some of which fail', () => load(system));
  if (refused === 0) throw new Error('no login failed, so that failures cannot be drawn');
  const drawn = await progress.step('Dashboards', async () => {
    await wait(SETTLE_MS);
    return await drawDashboards(prometheus, { start, end: Date.now() / 1000 });
  });
  const { count, faults } = await prometheus.rules();
  return report(drawn, count, faults);
};

const furnish = async (house: House, description: HouseDescription): Promise<System> => {
  for (const name of ['phone', 'subscriber', 'simulator']) await house.group.stop(name);
  const idp = description.addresses.simulator;
  await startIdp(house, idp);
  return await seedPortico(description, idp);
};

const load = async (system: System): Promise<number> => {
  const agent = new Agent({ keepAlive: true });
  let refused = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const [{ failures }, count] = await Promise.all([
      runLoad(system, LOAD),
      failLogins(system, agent, FAILURES),
    ]);
    if (failures.length > 0) throw new Error(`a login failed that should not: ${failures[0] ?? ''}`);
    refused += count;
    await wait(6000);
  }
  agent.destroy();
  return refused;
};

const report = (drawn: Drawn[], alerts: number, faultyAlerts: string[]): number => {
  for (const { file, panels } of drawn) console.log(`${file}: ${panels} panels`);
  console.log(`${alerts} alert rules evaluated`);
  const faults = [...drawn.flatMap((dashboard) => dashboard.faults), ...faultyAlerts];
  for (const fault of faults) console.error(fault);
  return faults.length > 0 || alerts === 0 ? 1 : 0;
};

runCommand(dashboards);
