import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type KeyDirectory, natsAccountsOf, NATS_KEYS, readSubscribers, SERVICES } from '@portico/deployment';
import { natsPublicKeyOf } from '@portico/messaging';
import { isDemoKey, type KeySet, readCookieKeys, readKeySet } from '@portico/secrets';
import { error, type Finding, warning } from './finding.js';

/** A file of the directory: what must be in it, and which step makes it. */
interface KeyFile {
  path: string;
  step: string;
  /** Throws on content that no service could use; gives what shows whether it is a demo's. */
  read: (text: string, path: string) => string;
}

/** Looks at every file of the directory of keys, and at what they are to each other. */
export const checkKeys = async (directory: KeyDirectory, serious: boolean): Promise<Finding[]> => {
  if (!existsSync(directory.path))
    return [
      error(
        'keys',
        `there is no directory ${directory.path}`,
        'Name another --directory, or run portico bootstrap keys.',
      ),
    ];
  return [
    ...filesOf(directory).flatMap((file) => checkFile(directory, file, serious)),
    ...checkHalves(directory),
    ...checkAccounts(directory),
  ];
};

const filesOf = (directory: KeyDirectory): KeyFile[] => {
  const of = (step: string, read: KeyFile['read'], paths: string[]): KeyFile[] =>
    paths.map((path) => ({ path, step, read }));
  return [
    ...of('keys', privateSet, [directory.sealing, directory.factors]),
    ...of('keys', publicSet, [directory.sealingPublic]),
    ...of('keys', cookieKeys, [directory.brokerCookies, directory.dashboardCookies]),
    ...of('keys', secret, [directory.seedSecret, directory.dashboardSecret]),
    ...of(
      'keys',
      natsSeed,
      NATS_KEYS.map((owner) => directory.natsSeed(owner)),
    ),
    ...of(
      'databases',
      databaseUrl,
      SERVICES.flatMap((one) => [directory.ownerDatabaseUrl(one), directory.databaseUrl(one)]),
    ),
  ];
};

const checkFile = (directory: KeyDirectory, { path, step, read }: KeyFile, serious: boolean): Finding[] => {
  const name = basename(path);
  if (!existsSync(path))
    return [error('keys', `${name} is missing`, `Run portico bootstrap ${step}: it makes what is missing.`)];
  const found = checkMode(directory, path);
  try {
    const mark = read(readFileSync(path, 'utf8'), path);
    if (isDemoKey(mark)) found.push(demoFinding(name, serious));
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'EACCES')
      found.push(
        error('keys', `${name} cannot be read by this user`, 'Let its service, and who runs this, read it.'),
      );
    else
      found.push(
        error(
          'keys',
          `${name} is not what its name says`,
          `Restore it from your copy. Where nothing depends on it yet, delete it and run portico bootstrap ${step}.`,
        ),
      );
  }
  return found;
};

const demoFinding = (name: string, serious: boolean): Finding =>
  (serious ? error : warning)(
    'keys',
    `${name} is a key of npm start, which is for demos`,
    'Make a directory of its own by portico bootstrap keys; services refuse this one behind https.',
  );

/** Kubernetes gives files to a group, by links that it alone makes. */
const checkMode = (directory: KeyDirectory, path: string): Finding[] => {
  const projected = existsSync(join(directory.path, '..data'));
  const open = statSync(path).mode & (projected ? 0o007 : 0o077);
  if (open === 0) return [];
  return [
    error(
      'keys',
      `${basename(path)} can be read by others than its owner`,
      `chmod 600 ${path}, and take it as known to whoever could read it.`,
    ),
  ];
};

const checkHalves = ({ sealing, sealingPublic }: KeyDirectory): Finding[] => {
  const [opens, seals] = [tryTo(() => readKeySet(sealing)), tryTo(() => readKeySet(sealingPublic))];
  if (
    !opens ||
    !seals ||
    seals.keys.every((key) =>
      opens.keys.some((own) => own.kid === key.kid && own.x === key.x && own.y === key.y),
    )
  )
    return [];
  return [
    error(
      'keys',
      'sealing-public.json is not the public half of sealing.json: client secrets are sealed for a key that nobody has',
      'Restore the pair from one copy, or delete sealing-public.json and run portico bootstrap keys; secrets that were sealed meanwhile are to be entered again.',
    ),
  ];
};

const checkAccounts = (directory: KeyDirectory): Finding[] => {
  const again = 'Run portico bootstrap keys, then let NATS take the file over by a reload.';
  if (tryTo(() => readSubscribers(directory)) === undefined)
    return [
      error(
        'keys',
        'a file of subscribers/ does not describe a subscriber',
        'portico subscriber list names it: mend or remove it.',
      ),
    ];
  const wanted = tryTo(() => natsAccountsOf(directory));
  if (wanted === undefined) return [];
  if (!existsSync(directory.natsAccounts)) return [error('keys', 'nats-accounts.conf is missing', again)];
  return readFileSync(directory.natsAccounts, 'utf8') === wanted
    ? []
    : [error('keys', 'nats-accounts.conf is not made of the keys and subscribers of this directory', again)];
};

const privateSet = (_text: string, path: string): string => {
  const { keys } = readKeySet(path);
  if (keys.some((key) => key.kty !== 'EC' || !key.d)) throw new TypeError('no private key');
  return kidOf({ keys });
};
const publicSet = (_text: string, path: string): string => {
  const { keys } = readKeySet(path);
  if (keys.some((key) => key.kty !== 'EC' || key.d)) throw new TypeError('no public key');
  return kidOf({ keys });
};
const kidOf = ({ keys }: KeySet): string => keys.map(({ kid }) => kid ?? '').find(isDemoKey) ?? '';
const cookieKeys = (text: string): string => {
  readCookieKeys(text);
  return (JSON.parse(text) as string[]).find(isDemoKey) ?? '';
};
const secret = (text: string): string => {
  if (text.trim().length < 43) throw new TypeError('too short');
  return text;
};
const natsSeed = (text: string): string => {
  natsPublicKeyOf(text);
  return '';
};
const databaseUrl = (text: string): string => {
  if (!/^postgres(ql)?:$/.test(URL.parse(text.trim())?.protocol ?? '')) throw new TypeError('no address');
  return '';
};

const tryTo = <Result>(work: () => Result): Result | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};
