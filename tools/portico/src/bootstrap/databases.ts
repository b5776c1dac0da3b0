import { existsSync, readFileSync } from 'node:fs';
import { makeDatabases, SERVICES } from '@portico/deployment';
import type { Command } from 'commander';
import { EXIT, Failure } from '../failure.js';
import { type KeyOptions, keyDirectoryOf } from '../key-place.js';
import { Terminal } from '../terminal.js';

interface Options extends KeyOptions {
  postgresUrl?: string;
  prefix: string;
}

/** `portico bootstrap databases`. Its result names databases and roles, and no password. */
export const databases = async (_options: object, command: Command): Promise<void> => {
  const options = command.optsWithGlobals<Options>();
  const { prefix } = options;
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(prefix))
    throw new Failure(EXIT.misused, '--prefix is lower-case letters, digits and _, beginning with a letter.');
  const superuserUrl = readSuperuserUrl(options);
  const directory = keyDirectoryOf(options);
  const made = await makeDatabases({ superuserUrl, directory, prefix }).catch((error: unknown) => {
    throw explain(error, new URL(superuserUrl).host);
  });
  const result = SERVICES.map((service) => ({
    service,
    database: made[service].name,
    owner: new URL(made[service].owner).username,
    runtime: new URL(made[service].runtime).username,
    made: made[service].made,
  }));
  new Terminal(options).show({ directory: directory.path, databases: result }, () =>
    result.map(
      (one) =>
        `${one.made ? 'made   ' : 'there  '} ${one.database} (owner ${one.owner}, service ${one.runtime})`,
    ),
  );
};

const readSuperuserUrl = ({ postgresUrl }: Options, env = process.env): string => {
  const file = env['PORTICO_POSTGRES_URL_FILE'];
  if (file && !existsSync(file))
    throw new Failure(EXIT.misused, `PORTICO_POSTGRES_URL_FILE names ${file}, which is not there.`);
  const url = postgresUrl ?? env['PORTICO_POSTGRES_URL'] ?? (file && readFileSync(file, 'utf8').trim());
  if (!url)
    throw new Failure(
      EXIT.misused,
      'PORTICO_POSTGRES_URL or PORTICO_POSTGRES_URL_FILE is not set: the server as its superuser, such as postgres://postgres:…@postgres:5432/postgres.',
    );
  if (/^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? '')) return url;
  throw new Failure(EXIT.misused, 'PORTICO_POSTGRES_URL is no address of a PostgreSQL.');
};

const UNREACHABLE = /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|57P0)/;

const explain = (error: unknown, host: string): unknown => {
  const { code = '' } = error as { code?: string };
  if (UNREACHABLE.test(code))
    return new Failure(EXIT.unreachable, `PostgreSQL cannot be reached at ${host} (${code}).`);
  if (code === '28P01' || code === '28000')
    return new Failure(
      EXIT.misused,
      `PostgreSQL at ${host} does not let this user in: look at PORTICO_POSTGRES_URL.`,
    );
  if (code === '42501')
    return new Failure(
      EXIT.misused,
      `This user may not make roles and databases at ${host}: it takes a superuser.`,
    );
  if (error instanceof TypeError) return new Failure(EXIT.misused, `${error.message}.`);
  if (code === 'EACCES' || code === 'EROFS')
    return new Failure(EXIT.misused, 'The directory of keys cannot be written.');
  return error;
};
