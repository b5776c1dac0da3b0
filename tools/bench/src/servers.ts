import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { House } from '@portico/launcher';
import type { System } from './load/system.ts';

const answers = async (url: string): Promise<boolean> => {
  try {
    const { body, status } = await fetch(url, { signal: AbortSignal.timeout(1000) });
    await body?.cancel();
    return status < 500;
  } catch {
    return false;
  }
};

/** A program of this tool as a process of the house, which ends with it. */
const start = async (
  house: House,
  name: string,
  program: string,
  { url, env }: { url: string; env: Record<string, string> },
): Promise<void> => {
  await house.group.start({
    name,
    command: process.execPath,
    args: [join(import.meta.dirname, program, 'main.ts')],
    env: { NODE_ENV: 'production', ...env },
    logFile: join(house.folder.logs, `${name}.log`),
    isReady: () => answers(`${url}/realms/any/.well-known/openid-configuration`),
  });
};

/** The fast identity provider, a process of its own at the address given. */
export const startIdp = async (house: House, url: string): Promise<void> => {
  await start(house, 'bench-idp', 'idp', { url, env: { BENCH_URL: url } });
};

/** The bare libraries, a process of their own, in a database of their own on the house's server. */
export const startBare = async (
  house: House,
  { url, idp, databaseUrl, emails }: { url: string; idp: string; databaseUrl: string; emails: string[] },
): Promise<System> => {
  const client = {
    id: 'bench',
    secret: randomBytes(32).toString('base64url'),
    redirectUri: 'http://localhost:9/callback',
  };
  const options = { url, databaseUrl, issuer: `${idp}/realms/bare`, client };
  await start(house, 'bench-bare', 'bare', { url, env: { BENCH_OPTIONS: JSON.stringify(options) } });
  return {
    name: 'bare libraries',
    origin: url,
    issuer: url,
    authorizationPath: '/auth',
    tokenPath: '/token',
    jwksPath: '/jwks',
    client,
    emails,
  };
};
