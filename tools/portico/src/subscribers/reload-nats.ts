import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeploymentPlace } from '../deployment-place.js';

const RELOADED_WITHIN_MS = 500;

/** Lets the NATS of `npm start` take its accounts over; that of any other deployment is its operator's. */
export const reloadHouse = async (place: DeploymentPlace): Promise<void> => {
  const pid = place.house && natsOf(place.house);
  if (!pid) return;
  process.kill(pid, 'SIGHUP');
  // The stock client ends the process where a server that is taking its accounts over drops it in the handshake.
  await sleep(RELOADED_WITHIN_MS);
};

/** The process of NATS that the launcher has written down; undefined where it does not run. */
const natsOf = (house: string): number | undefined => {
  try {
    const run = JSON.parse(readFileSync(join(house, 'run.json'), 'utf8')) as {
      processes: { name: string; pid: number }[];
    };
    return run.processes.find(({ name }) => name === 'nats')?.pid;
  } catch {
    return undefined;
  }
};

/** What is still to be done where NATS does not know the accounts yet. */
export const reloadLines = ({ directory }: DeploymentPlace): string[] => [
  `NATS does not know the change yet: it is in ${directory.natsAccounts}, and no running connection is cut by taking it over.`,
  '  anywhere      nats-server --signal reload=<pid>',
  '  Compose       docker compose kill -s HUP nats',
  '  Kubernetes    bring the file into the Secret that holds it; the reloader of the NATS chart does the rest',
];
