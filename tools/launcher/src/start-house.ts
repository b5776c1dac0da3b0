import { rmSync } from 'node:fs';
import { readLauncherEnvironment } from './env.ts';
import { temporaryFolder } from './folders.ts';
import { House, type HouseDescription, type HouseOptions } from './house.ts';
import { freePortPlan } from './ports.ts';
import { removeCluster } from './postgres-place.ts';
import { silentProgress } from './progress.ts';

/** A house of a test's own: own servers, own data, free ports; nothing is left of it. */
export interface TestHouse extends HouseDescription {
  house: House;
  close: () => Promise<void>;
}

/** Starts a whole house for one test. The programs must have been built. */
export const startHouse = async (wishes: Partial<HouseOptions> = {}): Promise<TestHouse> => {
  const { house, close } = await prepareHouse(wishes);
  try {
    return { ...(await house.open()), house, close };
  } catch (error) {
    await close();
    throw error;
  }
};

/** A house that is still to be opened, and how to remove it at any time. */
export const prepareHouse = async (
  wishes: Partial<HouseOptions> = {},
): Promise<Pick<TestHouse, 'house' | 'close'>> => {
  const stateFolder = wishes.stateFolder ?? temporaryFolder('house');
  const house = new House({
    ports: await freePortPlan(),
    // Always servers of its own, which a test may kill.
    environment: { ...readLauncherEnvironment(), databaseUrl: undefined, natsUrl: undefined },
    progress: silentProgress,
    durable: false,
    databasePrefix: 'portico',
    // Every test is one network, and signs in more often than a company of thousands.
    throttleFactor: 1000,
    ...wishes,
    stateFolder,
  });
  const close = async (): Promise<void> => {
    await house.close();
    removeCluster(stateFolder);
    rmSync(stateFolder, { recursive: true, force: true });
  };
  return { house, close };
};
