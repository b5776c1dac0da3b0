import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freePort } from '@portico/testing';
import { exportJWK, generateKeyPair } from 'jose';
import { house } from './house.js';

const MAIN = join(import.meta.dirname, '../../broker/dist/main.js');
const folder = mkdtempSync(join(tmpdir(), 'portico-starts-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Starts a broker beside those of the house; gives its exit code and what it said at the end. */
const start = async (changes: Record<string, string>): Promise<{ code: number | null; said: string }> => {
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 20_000,
    env: {
      PORT: String(await freePort()),
      PORTICO_MANAGEMENT_PORT: String(await freePort()),
      PORTICO_PUBLIC_URL: house.addresses.broker,
      DATABASE_URL: house.databases.broker.runtime,
      NATS_URL: house.natsUrl,
      PORTICO_NATS_NKEY_FILE: house.keys.nats.broker.seedFile,
      PORTICO_COOKIE_KEYS_FILE: house.keys.brokerCookies,
      PORTICO_SEALING_KEYS_FILE: house.keys.sealing,
      ...changes,
    },
  });
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  const said = await text(child.stderr);
  return { code: await code, said };
};

describe('a broker', () => {
  it('O10 ends with a failure where the signing keys of its database are not to be opened, and makes none up', async () => {
    const { privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
    const file = join(folder, 'sealing.json');
    writeFileSync(
      file,
      JSON.stringify({ keys: [{ ...(await exportJWK(privateKey)), kid: 'another', use: 'enc' }] }),
    );
    const { code, said } = await start({ PORTICO_SEALING_KEYS_FILE: file });
    expect({ code, said }).toEqual({
      code: 1,
      said: expect.stringContaining('cannot be opened with PORTICO_SEALING_KEYS_FILE'),
    });
  });

  it('O10 ends with a failure where it has no keys for its cookies', async () => {
    const file = join(folder, 'cookies.json');
    writeFileSync(file, '[]');
    expect((await start({ PORTICO_COOKIE_KEYS_FILE: file })).code).toBe(78);
  });

  it('tells every fault of its environment at once, starts nothing and ends with 78', async () => {
    const { code, said } = await start({
      PORT: 'none',
      NATS_URL: '',
      PORTICO_SEALING_KEYS_FILE: house.keys.sealingPublic,
      PORTICO_COOKIE_KEYS_FILE: '/nowhere',
    });
    const lines = said.trim().split('\n').slice(1);
    expect({ code, names: lines.map((line) => line.split(':')[0]).sort() }).toEqual({
      code: 78,
      names: ['NATS_URL', 'PORT', 'PORTICO_COOKIE_KEYS_FILE', 'PORTICO_SEALING_KEYS_FILE'],
    });
  });

  it('refuses the keys of npm start in production', async () => {
    const { code, said } = await start({ NODE_ENV: 'production' });
    expect({ code, said }).toEqual({ code: 78, said: expect.stringContaining('key of npm start') });
  });
});
