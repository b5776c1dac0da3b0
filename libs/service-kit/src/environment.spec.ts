import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DatabaseEnvironment,
  EnvironmentError,
  managementPort,
  MigrationEnvironment,
  readEnvironment,
  ServiceEnvironment,
} from './environment.js';

const schema = ServiceEnvironment.extend(DatabaseEnvironment.shape);
const good = {
  PORT: '3001',
  PORTICO_PUBLIC_URL: 'http://localhost:3001',
  DATABASE_URL: 'postgres://broker@localhost/broker',
};

const faultsOf = (source: NodeJS.ProcessEnv): string => {
  try {
    readEnvironment(schema, source);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(EnvironmentError);
    return (error as Error).message;
  }
};

describe(readEnvironment.name, () => {
  it('lists every fault at once, a line each', () => {
    const faults = faultsOf({
      PORT: 'many',
      PORTICO_PUBLIC_URL: 'http://localhost/',
      DATABASE_URL: 'mysql://x',
    });
    expect(faults.split('\n').map((line) => line.split(':')[0])).toEqual([
      'PORT',
      'PORTICO_PUBLIC_URL',
      'DATABASE_URL',
    ]);
  });

  it('A05 does not repeat a value, which may be a secret', () => {
    expect(faultsOf({ ...good, DATABASE_URL: 'mysql://user:tell-nobody@host' })).not.toContain('tell-nobody');
  });

  it('refuses a secret file that cannot be read', () => {
    expect(faultsOf({ ...good, DATABASE_URL: undefined, DATABASE_URL_FILE: '/nowhere/at/all' })).toContain(
      'DATABASE_URL_FILE',
    );
  });

  it('reads a variable from the file that its _FILE form names', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'portico-env-')), 'url');
    writeFileSync(file, `${good.DATABASE_URL}\n`);
    const environment = readEnvironment(schema, {
      ...good,
      DATABASE_URL: undefined,
      DATABASE_URL_FILE: file,
    });
    expect(environment.DATABASE_URL).toBe(good.DATABASE_URL);
  });

  it('puts the management port 6000 above the service', () => {
    expect(managementPort(readEnvironment(schema, good))).toBe(9001);
  });
});

describe('PORTICO_NATS_REPLICAS', () => {
  const replicas = MigrationEnvironment.pick({ PORTICO_NATS_REPLICAS: true });

  it.each(['0', '2', '7', 'three'])('refuses %s, which no cluster keeps', (text) => {
    expect(() => readEnvironment(replicas, { PORTICO_NATS_REPLICAS: text })).toThrow(EnvironmentError);
  });

  it.each([
    [undefined, undefined],
    ['3', 3],
    ['5', 5],
  ])('takes %s', (text, number) => {
    expect(readEnvironment(replicas, { PORTICO_NATS_REPLICAS: text }).PORTICO_NATS_REPLICAS).toBe(number);
  });
});
