import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, Failure } from './failure.js';
import { ROOT } from './root.js';

export interface Addresses {
  /** The issuer, which also has the API of applications, sessions and keys. */
  broker: string;
  ssoConfig: string;
  identity: string;
}

/** Where Portico is, and the machine application that the command acts for. */
export interface Settings {
  addresses: Addresses;
  clientId: string;
  clientSecret: string;
}

/** Where the house of `npm start` is looked for; undefined where none was asked for. */
export interface Demo {
  portBase: number;
}

type Environment = Record<string, string | undefined>;

/** Reads the environment, or what `npm start` has left; throws a `Failure` that lists all that is missing. */
export const readSettings = (demo?: Demo, env: Environment = process.env): Settings =>
  demo ? demoSettings(demo) : environmentSettings(env);

const environmentSettings = (env: Environment): Settings => {
  const faults: string[] = [];
  const needed = (name: string): string => {
    const value = env[name];
    if (!value) faults.push(`${name} is not set`);
    return value ?? '';
  };
  const address = (name: string, value = needed(name)): string => {
    if (value && !/^https?:$/.test(URL.parse(value)?.protocol ?? '')) faults.push(`${name} is no address`);
    return value.replace(/\/$/, '');
  };
  const broker = address('PORTICO_URL');
  const settings = {
    addresses: {
      broker,
      // Needed only by commands that speak to these services.
      ssoConfig: address('PORTICO_SSO_CONFIG_URL', env.PORTICO_SSO_CONFIG_URL ?? ''),
      identity: address('PORTICO_IDENTITY_URL', env.PORTICO_IDENTITY_URL ?? ''),
    },
    clientId: needed('PORTICO_CLIENT_ID'),
    clientSecret: readSecret(env, faults),
  };
  if (faults.length > 0)
    throw new Failure(
      EXIT.misused,
      `${faults.join('; ')}. For the house of npm start, add --demo; see docs/command-line.md.`,
    );
  return settings;
};

const readSecret = (env: Environment, faults: string[]): string => {
  const { PORTICO_CLIENT_SECRET: value, PORTICO_CLIENT_SECRET_FILE: file } = env;
  if (value) return value;
  if (!file) faults.push('PORTICO_CLIENT_SECRET or PORTICO_CLIENT_SECRET_FILE is not set');
  else if (!existsSync(file)) faults.push(`PORTICO_CLIENT_SECRET_FILE names ${file}, which is not there`);
  else return readFileSync(file, 'utf8').trim();
  return '';
};

const demoSettings = ({ portBase }: Demo): Settings => {
  const file = join(ROOT, '.portico', String(portBase), 'keys/seed-client-secret');
  if (!existsSync(file))
    throw new Failure(EXIT.misused, `No house of npm start has been at port ${portBase}: start one first.`);
  const at = (port: number): string => `http://localhost:${port}`;
  return {
    addresses: { broker: at(portBase + 1), ssoConfig: at(portBase + 2), identity: at(portBase + 3) },
    clientId: 'seed',
    clientSecret: readFileSync(file, 'utf8').trim(),
  };
};
