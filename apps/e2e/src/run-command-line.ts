import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import type { Credentials } from './api.js';
import { house } from './house.js';

const MAIN = join(import.meta.dirname, '../../../tools/portico/dist/main.js');

/** What a command has printed, and how it ended. */
export interface CommandRun {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `portico …` against the house, for this machine application. */
export const runCommandLine = async (args: string[], credentials: Credentials): Promise<CommandRun> => {
  const { broker, ssoConfig, identity } = house.addresses;
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: {
      PORTICO_URL: broker,
      PORTICO_SSO_CONFIG_URL: ssoConfig,
      PORTICO_IDENTITY_URL: identity,
      PORTICO_CLIENT_ID: credentials.clientId,
      PORTICO_CLIENT_SECRET: credentials.clientSecret,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, stdout, stderr };
};
