import {
  build,
  freePorts,
  type House,
  HOUSE_STEPS,
  type HouseDescription,
  prepareHouse,
  type Progress,
  readLauncherEnvironment,
} from '@portico/launcher';
import type { Watched } from './figures/measure.ts';
import { Books } from './figures/statements.ts';
import { startBare, startIdp } from './servers.ts';
import { seedPortico } from './seed.ts';

/** Everything that a run measures, and how to end it. */
export interface HouseUnderLoad {
  house: House;
  books: Books;
  portico: Watched;
  bare: Watched;
}

/** What Portico is made of, as processes. */
export const SERVICES = ['broker-1', 'identity-1', 'sso-config'];

/** How many steps `openHouse` reports. */
export const LOAD_STEPS = HOUSE_STEPS + 3;

const DATABASE = 'bench_bare';

/**
 * A house of the command's own that runs as in production: durable, quiet, no demo applications. At the simulator's
 * address, the one origin that its wall admits, stands a faster identity provider.
 */
export const openHouse = async (
  progress: Progress,
  { inspect, onClose }: { inspect: boolean; onClose: (close: () => Promise<void>) => void },
): Promise<HouseUnderLoad> => {
  const { house, close } = await prepareHouse({
    progress,
    durable: true,
    environment: environmentOf(inspect),
    postgresSettings: { shared_preload_libraries: 'pg_stat_statements', compute_query_id: 'on' },
  });
  onClose(close);
  await progress.step('Building what has changed', () =>
    build(house.group, readLauncherEnvironment().passedOn),
  );
  const description = await house.open();
  return await furnish(house, description, progress);
};

const environmentOf = (inspect: boolean) => {
  const environment = readLauncherEnvironment();
  return {
    ...environment,
    databaseUrl: undefined,
    natsUrl: undefined,
    passedOn: {
      ...environment.passedOn,
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      ...(inspect && { NODE_OPTIONS: '--inspect-port=0' }),
    },
  };
};

const furnish = async (
  house: House,
  description: HouseDescription,
  progress: Progress,
): Promise<HouseUnderLoad> => {
  const idp = description.addresses.simulator;
  const portico = await progress.step('The identity provider for load, and its tenants', async () => {
    for (const name of ['phone', 'dashboard', 'subscriber', 'simulator']) await house.group.stop(name);
    await startIdp(house, idp);
    return await seedPortico(description, idp);
  });
  const books = await Books.open(description.postgresUrl);
  const bare = await progress.step('The bare libraries', async () => {
    await books.makeDatabase(DATABASE);
    const databaseUrl = new URL(description.postgresUrl);
    databaseUrl.pathname = `/${DATABASE}`;
    const url = `http://localhost:${(await freePorts(1))[0]}`;
    return await startBare(house, { url, idp, databaseUrl: databaseUrl.href, emails: portico.emails });
  });
  const common = { postgres: pidOf(house, 'postgres'), idp };
  return {
    house,
    books,
    portico: { ...common, system: portico, pids: SERVICES.map((name) => pidOf(house, name)) },
    bare: { ...common, system: bare, pids: [pidOf(house, 'bench-bare')] },
  };
};

/** The number of a process of the house. */
export const pidOf = (house: House, name: string): number => {
  const pid = house.group.list().find((process) => process.name === name)?.pid;
  if (pid === undefined) throw new Error(`${name} does not run`);
  return pid;
};
