import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import {
  build,
  type Command,
  HOUSE_STEPS,
  type HouseDescription,
  prepareHouse,
  readLauncherEnvironment,
  Refusal,
  runCommand,
  terminalProgress,
} from '@portico/launcher';
import pg from 'pg';
import { describeMachine } from '../report.ts';
import { DOORS } from './doors.ts';
import { doorTable, writePage } from './page.ts';
import { judge } from './comparison.rules.ts';
import { runTiming, type TimedDoor } from './run-timing.ts';

/** One network makes all the tries, which the product's limits would end after a hundred. */
const THROTTLE_FACTOR = 1_000_000;

/** Reads what follows `npm run timing --`. Throws `Refusal` for what it does not know. */
const readTries = (args: string[]): number => {
  try {
    const { tries } = parseArgs({ args, options: { tries: { type: 'string', default: '1000' } } }).values;
    if (Number.isInteger(Number(tries)) && Number(tries) >= 10) return Number(tries);
  } catch {
    // As the answer to any other mistake.
  }
  throw new Refusal('npm run timing knows one option, a whole number from 10 on: --tries 1000');
};

const timing: Command = async (onStop) => {
  const tries = readTries(process.argv.slice(2));
  const progress = terminalProgress(HOUSE_STEPS + 1 + DOORS.length);
  const environment = readLauncherEnvironment();
  const { house, close } = await prepareHouse({
    progress,
    durable: true,
    throttleFactor: THROTTLE_FACTOR,
    environment: {
      ...environment,
      databaseUrl: undefined,
      natsUrl: undefined,
      passedOn: { ...environment.passedOn, NODE_ENV: 'production', LOG_LEVEL: 'warn' },
    },
  });
  onStop(close);
  await progress.step('Building what has changed', () => build(house.group, environment.passedOn));
  const description = await house.open();
  for (const name of ['phone', 'dashboard', 'subscriber', 'simulator']) await house.group.stop(name);
  const doors: TimedDoor[] = [];
  for (const door of DOORS)
    doors.push(
      await progress.step(`${tries} tries of each at ${door.name}`, () =>
        runTiming(door, tries, description.addresses),
      ),
    );
  const machine = describeMachine(await postgresVersion(description));
  writePage(doors, `${machine}; load average ${loadavg()[1]?.toFixed(1) ?? ''}`);
  for (const door of doors) console.log(`\n${door.door.name}\n\n${doorTable(door)}`);
  console.log('\nWritten to docs/security/timing.md');
  await close();
  const comparisons = doors.flatMap(({ kinds }) => kinds.flatMap(({ comparison }) => comparison ?? []));
  return comparisons.every((comparison) => judge(comparison) === 'alike') ? 0 : 1;
};

const postgresVersion = async ({ postgresUrl }: HouseDescription): Promise<string> => {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version ?? '';
  } finally {
    await client.end();
  }
};

runCommand(timing);
