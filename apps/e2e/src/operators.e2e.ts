import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { house } from './house.js';

const MAIN = join(import.meta.dirname, '../../../tools/portico/dist/main.js');

/** Runs `portico …` beside the house, as its operator with the directory of its keys. */
const asOperator = async (...args: string[]): Promise<{ exitCode: number | null; stdout: string }> => {
  const { broker, ssoConfig, identity } = house.addresses;
  const child = spawn(process.execPath, [MAIN, ...args, '--json', '--directory', house.keys.directory], {
    env: {
      PORTICO_URL: broker,
      PORTICO_SSO_CONFIG_URL: ssoConfig,
      PORTICO_IDENTITY_URL: identity,
      NATS_URL: house.natsUrl,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const stdout = await text(child.stdout);
  return { exitCode: await ended, stdout };
};

describe('portico bootstrap operator', () => {
  it('makes one and shows a link that opens the page for a password, of this house', async () => {
    const email = `calpurnia-${Date.now()}@portico.example`;
    const { exitCode, stdout } = await asOperator('bootstrap', 'operator', '--email', email);
    const { url } = JSON.parse(stdout) as { url: string };
    expect({ exitCode, origin: new URL(url).origin }).toEqual({
      exitCode: 0,
      origin: house.addresses.broker,
    });
    const page = await fetch(url);
    expect({ status: page.status, asks: (await page.text()).includes('name="password"') }).toEqual({
      status: 200,
      asks: true,
    });
  });

  it('makes no link for one who has a password, and raises nobody who is there', async () => {
    const operator = await asOperator('bootstrap', 'operator', '--email', 'operator@portico.example');
    expect(operator.exitCode).toBe(0);
    expect(JSON.parse(operator.stdout)).not.toHaveProperty('url');
    const support = await asOperator('bootstrap', 'operator', '--email', 'support@portico.example');
    expect(support.exitCode).toBe(1);
  });
});

describe('portico doctor', () => {
  it('finds nothing in a house that works, but that its keys are a demo’s and its NATS may be old', async () => {
    const { exitCode, stdout } = await asOperator('doctor');
    const { findings } = JSON.parse(stdout) as { findings: { level: string; what: string }[] };
    const expected = /is a key of npm start|CVE-2025-30215/;
    expect(findings.filter(({ what }) => !expected.test(what))).toEqual([]);
    expect(exitCode).toBe(0);
  });
});
