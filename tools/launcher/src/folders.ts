import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** Programs that the launcher installs; survives `--fresh`. */
export const TOOLS = join(ROOT, '.tools');

/** Where one house keeps what is its own. */
export interface StateFolder {
  path: string;
  /** Keys and passwords; nobody else may look into it. */
  keys: string;
  logs: string;
  /** JetStream's files. */
  nats: string;
}

/** Makes the state folder of a house, or finds what is in it. Postgres' own user must get through it. */
export const openStateFolder = (path: string): StateFolder => {
  const folder = { path, keys: join(path, 'keys'), logs: join(path, 'logs'), nats: join(path, 'nats') };
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
  for (const inner of [folder.keys, folder.logs, folder.nats])
    mkdirSync(inner, { recursive: true, mode: 0o700 });
  return folder;
};

/** A state folder for a test, to be removed by whoever asked for it. */
export const temporaryFolder = (name: string): string => mkdtempSync(join(tmpdir(), `portico-${name}-`));

/** The content of a file that only the owner may read; made at the first call, the same ever after. */
export const keep = (file: string, make: () => string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const content = make();
    writeSecret(file, content);
    return content;
  }
};

/** Writes a file that only the owner may read. */
export const writeSecret = (file: string, content: string): void => {
  writeFileSync(file, content, { mode: 0o600 });
  chmodSync(file, 0o600);
};
