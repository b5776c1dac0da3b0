import { loadavg } from 'node:os';
import {
  build,
  type Command,
  HOUSE_STEPS,
  prepareHouse,
  readLauncherEnvironment,
  runCommand,
  terminalProgress,
} from '@portico/launcher';
import pg from 'pg';
import { describeMachine } from '../report.ts';
import { type Listener, startListener } from './listener.ts';
import { obedienceTable, writePage } from './page.ts';
import { runObedience, SESSIONS } from './run-obedience.ts';

const WITHIN_SECONDS = 60;

const obedience: Command = async (onStop) => {
  const progress = terminalProgress(HOUSE_STEPS + 2);
  const environment = readLauncherEnvironment();
  let listener: Listener | undefined;
  const { house, close } = await prepareHouse({
    progress,
    durable: true,
    replicas: { broker: 2 },
    environment: {
      ...environment,
      databaseUrl: undefined,
      natsUrl: undefined,
      passedOn: {
        ...environment.passedOn,
        NODE_ENV: 'production',
        LOG_LEVEL: 'warn',
      },
    },
  });
  onStop(async () => {
    listener?.close();
    await close();
  });
  await progress.step('Building what has changed', () => build(house.group, environment.passedOn));
  const description = await house.open();
  // At the address of an application that the brokers may reach although it is private.
  await house.group.stop('phone');
  const heard = (listener = await startListener(description.addresses.phone));
  const measured = await progress.step(`${SESSIONS} sessions end, twice`, () =>
    runObedience({ description, listener: heard }),
  );
  const machine = `${describeMachine(await versionOf(description.postgresUrl))}; load average ${loadavg()[0]?.toFixed(1) ?? ''}`;
  writePage(measured, machine);
  console.log(`\n${machine}\n\n${obedienceTable(measured)}\n\nWritten to docs/sessions.md`);
  const kept = measured.flatMap(({ endedSeconds, toldSeconds }) => [endedSeconds, toldSeconds]);
  return kept.every((seconds) => seconds.length === SESSIONS && Math.max(...seconds) <= WITHIN_SECONDS)
    ? 0
    : 1;
};

const versionOf = async (connectionString: string): Promise<string> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  await client.end();
  return rows[0]?.server_version ?? '';
};

runCommand(obedience);
