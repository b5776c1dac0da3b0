import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, Failure } from '../failure.js';
import { type CognitoExport, readAwsJson } from './aws-json.rules.js';
import { type Mapping, readMapping } from './mapping.rules.js';

/** Everything that the operator has handed in. */
export interface Handed {
  exported: CognitoExport;
  mapping: Mapping;
}

/** Reads the files and, of folders, every `.json`; throws a `Failure` that tells every fault of all of them. */
export const readHanded = (paths: readonly string[], mappingFile: string): Handed => {
  const faults: string[] = [];
  const exported = readFiles(paths, faults);
  const mapping = readMapping(readText(mappingFile), exported);
  if ('faults' in mapping) faults.push(...mapping.faults.map((fault) => `${mappingFile}: ${fault}`));
  if (faults.length > 0 || 'faults' in mapping) throw new Failure(EXIT.misused, faults.join('\n'));
  return { exported, mapping: mapping.mapping };
};

const readFiles = (paths: readonly string[], faults: string[]): CognitoExport => {
  const exported: CognitoExport = { providers: [], clients: [], users: [] };
  for (const path of paths.flatMap((given) => filesOf(given, faults))) {
    const read = readAwsJson(readText(path));
    if ('fault' in read) faults.push(`${path}: ${read.fault}`);
    else addTo(exported, read);
  }
  if (faults.length === 0 && isEmpty(exported)) faults.push(`no file of Cognito in ${paths.join(', ')}`);
  faults.push(...twiceIn(exported));
  return exported;
};

/** One by one, for a page may hold more users than a call takes arguments. */
const addTo = (exported: CognitoExport, { providers, clients, users }: Partial<CognitoExport>): void => {
  for (const provider of providers ?? []) exported.providers.push(provider);
  for (const client of clients ?? []) exported.clients.push(client);
  for (const user of users ?? []) exported.users.push(user);
};

const filesOf = (path: string, faults: string[]): string[] => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) faults.push(`${path}: is not there`);
  if (!stat?.isDirectory()) return stat ? [path] : [];
  return readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(path, name));
};

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Failure(
      EXIT.misused,
      `${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? ''}.`,
    );
  }
};

const isEmpty = ({ providers, clients, users }: CognitoExport): boolean =>
  providers.length + clients.length + users.length === 0;

/** Of two descriptions of one thing, nobody knows which is newer. */
const twiceIn = ({ providers, clients }: CognitoExport): string[] => [
  ...twice(providers.map(({ ProviderName }) => ProviderName)).map(
    (name) => `provider ${name}: is in two files`,
  ),
  ...twice(clients.map(({ ClientId }) => ClientId)).map((id) => `client ${id}: is in two files`),
];

const twice = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, n) => names.indexOf(name) < n)),
];
