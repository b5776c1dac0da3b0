import type { RemoteHouse } from '@portico/launcher';
import type { Hold } from './hold.js';
import type { Page } from './http-browser.js';

type Service = 'broker' | 'identity' | 'sso-config';

/** The processes of a service in this house. */
export const processesOf = ({ management }: Pick<RemoteHouse, 'management'>, service: Service): string[] =>
  Object.keys(management).filter((name) => name === service || name.startsWith(`${service}-`));

/** SIGKILL to every process of a service. */
export const kill = async (house: RemoteHouse, service: Service): Promise<void> => {
  await Promise.all(processesOf(house, service).map((name) => house.kill(name)));
};

/** Starts every process of a service again and waits until they work. */
export const restart = async (house: RemoteHouse, service: Service): Promise<void> => {
  await Promise.all(processesOf(house, service).map((name) => house.restart(name)));
};

/** A request under way, and how it is known that it has come to the place where it shall be disturbed. */
export interface UnderWay {
  request: Promise<Page>;
  arrived: () => Promise<unknown>;
  /** Lets others go on from that place. */
  release: () => Promise<unknown>;
}

/** A request that comes to a lock and waits there. */
export const heldAt = (lock: Hold, request: Promise<Page>): UnderWay => ({
  request,
  arrived: lock.waited,
  release: lock.release,
});

/** Kills a service while a request is under way and starts it again; gives the answer, if there was any. */
export const killDuring = async (
  house: RemoteHouse,
  service: Service,
  { request, arrived, release }: UnderWay,
): Promise<Page | undefined> => {
  const answer = request.catch(() => undefined);
  try {
    await arrived();
    await kill(house, service);
  } finally {
    await release();
  }
  const page = await answer;
  await restart(house, service);
  return page;
};
