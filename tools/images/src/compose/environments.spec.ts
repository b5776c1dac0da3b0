import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment as readBroker } from '@portico/broker/env';
import { readServiceEnvironment as readDashboard } from '@portico/dashboard/env';
import { KeyDirectory, makeKeys, SERVICES } from '@portico/deployment';
import { readServiceEnvironment as readIdentity } from '@portico/identity/env';
import { ROOT } from '@portico/launcher';
import { readServiceEnvironment as readSsoConfig } from '@portico/sso-config/env';
import { environmentOf, readCompose, readEnvFile } from './read-compose.ts';

type Variables = Record<string, string>;
const PASSWORD: Variables = { PORTICO_POSTGRES_PASSWORD: 'of-the-test' };
const READERS: Record<string, (source: NodeJS.ProcessEnv) => unknown> = {
  'sso-config': readSsoConfig,
  identity: readIdentity,
  broker: readBroker,
  dashboard: readDashboard,
};
const PORTS: Record<string, string> = {
  dashboard: '3000',
  broker: '3001',
  'sso-config': '3002',
  identity: '3003',
};
const HTTPS: Variables = {
  ...PASSWORD,
  PORTICO_PUBLIC_URL: 'https://login.example.com',
  PORTICO_DASHBOARD_URL: 'https://dashboard.example.com',
  SMTP_URL: 'smtps://mail.example.com',
  PORTICO_MAIL_FROM: 'no-reply@example.com',
};

let keys: string;
beforeAll(async () => {
  keys = mkdtempSync(join(tmpdir(), 'portico-compose-'));
  const directory = new KeyDirectory(keys);
  await makeKeys(directory);
  for (const service of SERVICES) writeFileSync(directory.databaseUrl(service), 'postgres://postgres:5432/x');
});
afterAll(() => rmSync(keys, { recursive: true }));

/** What the service of the file makes of these variables. */
const read = (name: string, variables: Variables): unknown => {
  const environment = environmentOf(readCompose(variables).services[name]!, variables);
  const here = Object.entries(environment).map(([variable, value]) => [
    variable,
    value.replaceAll('/run/portico/keys', keys),
  ]);
  return READERS[name]!({ PORT: PORTS[name], ...(Object.fromEntries(here) as Variables) });
};

describe.each(Object.keys(READERS))('%s, by its own schema', (name) => {
  it.each([
    ['alone', PASSWORD],
    ['with the demo', readEnvFile(join(ROOT, 'compose.demo.env'))],
    ['at https addresses', HTTPS],
  ])('takes what docker-compose.yml sets, %s', (_how, variables) => {
    expect(read(name, variables)).toMatchObject({ PORT: Number(PORTS[name]) });
  });
});

describe('docker-compose.yml at an https address', () => {
  it('refuses to write letters into a log', () => {
    expect(() => read('identity', { ...HTTPS, SMTP_URL: 'log:' })).toThrow('SMTP_URL');
  });

  it('refuses the http origins of the demo', () => {
    const variables = { ...HTTPS, PORTICO_EGRESS_ALLOW: 'http://localhost:3005' };
    expect(() => read('broker', variables)).toThrow('PORTICO_EGRESS_ALLOW');
  });
});
