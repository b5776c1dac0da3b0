import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { ROOT } from '@portico/launcher';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { parse } from 'yaml';
import { readImages } from '../stages/workspace-map.ts';
import {
  COMPOSE_FILE,
  type ComposeService,
  environmentOf,
  inOrder,
  readCompose,
  readEnvFile,
} from './read-compose.ts';

const text = readFileSync(COMPOSE_FILE, 'utf8');
const variables = { PORTICO_POSTGRES_PASSWORD: 'of-the-test' };
const demo = readEnvFile(join(ROOT, 'compose.demo.env'));
const compose = readCompose(variables);
const services = Object.entries(compose.services);
const isTask = ({ restart }: ComposeService): boolean => restart === 'no';

describe('docker-compose.yml', () => {
  it('is valid by the schema of the Compose specification', () => {
    const folder = dirname(createRequire(import.meta.url).resolve('dclint/package.json'));
    const schema = JSON.parse(readFileSync(join(folder, 'schemas', 'compose.schema.json'), 'utf8')) as object;
    const ajv = new Ajv({ strict: false, allErrors: true });
    formats.default(ajv);
    const validate = ajv.compile({ ...schema, $schema: undefined });
    validate(parse(text, { merge: true }));
    expect(validate.errors).toBeNull();
  });

  it('is accepted by Docker Compose, where there is one', () => {
    const candidates = [['docker', 'compose'], ['docker-compose']];
    const found = candidates.filter(
      ([program = '', ...rest]) => spawnSync(program, [...rest, 'version']).status === 0,
    );
    if (found.length === 0) console.info('No Docker Compose here: its own check is left out.');
    for (const [program = '', ...rest] of found) {
      const args = [...rest, '--env-file', 'compose.demo.env', 'config', '--quiet'];
      const { status, stderr } = spawnSync(program, args, { cwd: ROOT });
      expect({ status, said: String(stderr) }).toMatchObject({ status: 0 });
    }
  });

  it('refuses to begin without a password for PostgreSQL', () => {
    expect(() => readCompose({})).toThrow('PORTICO_POSTGRES_PASSWORD is not set');
  });

  it('holds no secret value', () => {
    const secret = /password|secret|token|_keys?$/i;
    const given = services.flatMap(([name]) =>
      Object.entries(
        (parse(text, { merge: true }) as typeof compose).services[name]?.environment ?? {},
      ).filter(
        ([variable, value]) =>
          secret.test(variable) && !variable.endsWith('_FILE') && !/^(\$\{|null|$)/.test(value ?? ''),
      ),
    );
    expect(given).toEqual([]);
    expect(text).not.toMatch(
      /BEGIN [A-Z ]*PRIVATE KEY|\bSU[A-Z2-7]{56}\b|:\/\/[^:@/\s]+:[^$@/\s]{8,}@(?!localhost)/,
    );
  });

  it.each(services)('%s: names a version of its image', (_name, { image }) => {
    expect(image).toMatch(/^[\w./-]+:[\w.-]+$/);
    expect(image).not.toMatch(/:latest$/);
  });

  it.each(services)('%s: opens ports on this machine alone', (_name, { ports = [] }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it.each(services)('%s: has no rights, and a file system that cannot be written', (name, service) => {
    expect(service).toMatchObject({
      // See there.
      read_only: name !== 'keycloak',
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  it.each(services)('%s: depends on what there is, by what that can become', (_name, { depends_on = {} }) => {
    for (const [before, { condition }] of Object.entries(depends_on)) {
      const needed = compose.services[before];
      expect(needed).toBeDefined();
      if (isTask(needed!)) expect(condition).toBe('service_completed_successfully');
      else expect(condition).toBe('service_healthy');
      if (condition === 'service_healthy') expect(needed!.healthcheck).toBeDefined();
    }
  });

  it('has an order, which is that of decision 0018', () => {
    const order = inOrder(compose.services);
    const steps = ['keys', 'databases', 'migrate', 'applications', 'broker', 'dashboard'];
    expect(order.filter((name) => steps.includes(name))).toEqual(steps);
    expect(order.indexOf('nats')).toBeLessThan(order.indexOf('migrate'));
  });

  it.each(services)('%s: uses volumes and images that there are', (name, { volumes = [], build, image }) => {
    for (const volume of volumes.filter((volume) => !/^[./]/.test(volume)))
      expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
    const own = /^portico\/([\w-]+):/.exec(image)?.[1];
    if (own !== undefined) {
      expect(Object.keys(readImages(ROOT))).toContain(own);
      expect(build?.args).toEqual({ SERVICE: own });
    } else expect({ name, build }).toEqual({ name, build: undefined });
  });

  it('opens no port twice', () => {
    const opened = services.flatMap(([, { ports = [] }]) => ports.map((port) => port.split(':')[1]));
    expect(opened).toEqual([...new Set(opened)]);
  });

  it.each(['sso-config', 'identity', 'broker', 'dashboard'])('%s: sets variables that it reads', (name) => {
    const read = ['apps/' + name + '/src/env.ts', 'libs/service-kit/src/environment.ts']
      .map((file) => readFileSync(join(ROOT, file), 'utf8'))
      .join('\n');
    for (const variable of Object.keys(compose.services[name]?.environment ?? {}))
      expect(
        `${variable} ${String(new RegExp(`\\b${variable.replace(/_FILE$/, '')}(_FILE)?\\b`).test(read))}`,
      ).toBe(`${variable} true`);
  });
});

describe('compose.demo.env', () => {
  it('sets nothing that docker-compose.yml does not read', () => {
    const unread = Object.keys(demo).filter(
      (name) => name !== 'COMPOSE_PROFILES' && !new RegExp(`\\b${name}\\b`).test(text),
    );
    expect(unread).toEqual([]);
  });

  it('leaves the address of every service one that its containers reach', () => {
    const { services: all } = readCompose(demo);
    const together = Object.entries(all).filter(([, service]) => service.network_mode === 'service:broker');
    for (const [, service] of together)
      for (const [name, value] of Object.entries(environmentOf(service, demo)))
        if (name === 'PORTICO_BROKER_URL') expect(value).toBe('http://localhost:3001');
  });
});
