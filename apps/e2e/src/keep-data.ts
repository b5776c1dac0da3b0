import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HouseDescription } from '@portico/launcher';
import { ROOT } from '@portico/launcher';
import { keepData, packKept } from '@portico/testing';

/** Where the tests of upgrades find it. */
const FOLDER = join(ROOT, 'libs', 'testing', 'kept');

/** What opens the sealed values of a database. */
const KEYS_OF: Record<keyof HouseDescription['databases'], string[]> = {
  broker: ['sealing.json', 'broker-cookies.json'],
  identity: ['factors.json'],
  sso_config: [],
  dashboard: [],
};

/** Keeps the data of a house for the tests of upgrades, as it is in the middle of its work. */
export const keepHouse = async (
  { databases, postgresUrl, logs }: Pick<HouseDescription, 'databases' | 'postgresUrl' | 'logs'>,
  from: string,
): Promise<void> => {
  mkdirSync(FOLDER, { recursive: true });
  for (const [owner, files] of Object.entries(KEYS_OF)) {
    const url = new URL(postgresUrl);
    url.pathname = new URL(databases[owner as keyof typeof databases].owner).pathname;
    const keys = Object.fromEntries(
      files.map((name) => [name, readFileSync(join(logs, '..', 'keys', name), 'utf8')]),
    );
    const kept = { from, ...(await keepData(url.href)), keys };
    writeFileSync(join(FOLDER, `${owner.replace('_', '-')}.json.gz`), packKept(kept));
  }
};
