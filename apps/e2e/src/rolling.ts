import { readFileSync } from 'node:fs';
import { connectToHouse } from '@portico/launcher';

type Release = 'before' | 'today';

/** What the replacement of one replica came to. */
export interface Replacement {
  service: string;
  gone: string;
  come: string;
  release: Release;
  startedMs: number;
  stoppedMs: number;
  outcome: string;
  from: number;
  until: number;
}

export const SERVICES = ['sso-config', 'identity', 'broker', 'dashboard'] as const;

const file = process.env['PORTICO_E2E_HOUSE'];
if (!file)
  throw new Error('PORTICO_E2E_HOUSE must name the file of a running house; `npm run roll-out` sets it');

/** The house of the release before, which `npm run roll-out` has started. */
export const house = connectToHouse(file);

const { rolling } = JSON.parse(readFileSync(file, 'utf8')) as {
  rolling: { url: string; from: string; replicas: number; keepData: boolean };
};

/** The commit of the release before. */
export const from = rolling.from;

/** Whether its data are to be kept for the tests of upgrades. */
export const keepsData = rolling.keepData;

const send = async <Answer>(path: string, method = 'POST'): Promise<Answer> => {
  const response = await fetch(`${rolling.url}/${path}`, { method });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Answer;
};

/** Runs today's migrations. */
export const migrate = async (): Promise<void> => {
  await send('migrate');
};

/** Replaces every replica: one of each service, then the next of each, so that both releases share every step. */
export const roll = async (release: Release): Promise<Replacement[]> => {
  const done: Replacement[] = [];
  for (let round = 0; round < rolling.replicas; round += 1)
    for (const service of SERVICES) {
      const replacement = await send<Replacement | null>(`replace/${service}/${release}`);
      if (replacement) done.push(replacement);
    }
  return done;
};

/** How often the balancer sent a request to a replica that did not listen any more. */
export const countRefused = async (): Promise<number> => await send<number>('refused', 'GET');
