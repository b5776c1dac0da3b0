import { jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  MEMORY_ENV,
  nodeFlags,
  readLauncherEnvironment,
  removeCluster,
  ROOT,
  silentProgress,
  temporaryFolder,
} from '@portico/launcher';
import { readEnvFile } from './compose/read-compose.ts';
import type { Built } from './folder-builder.ts';
import { buildImages, IMAGES } from './image-set.ts';
import { ComposeInFolders } from './run/compose-in-folders.ts';
import { containerProcess } from './run/container.ts';
import { makeWritable } from './run/unprivileged.ts';
import { findDevelopment, findDevelopmentPackages, listComponents, listFiles, listPackages } from './tree.ts';

jest.setTimeout(120_000);

const work = temporaryFolder('images');
const environment = readLauncherEnvironment();
let images: ReadonlyMap<string, Built>;
const imageOf = (service: string): Built => images.get(service)!;
const stack = new ComposeInFolders({
  work,
  environment,
  progress: silentProgress,
  image: async (service) => imageOf(service),
  variables: readEnvFile(join(ROOT, 'compose.demo.env')),
  profiles: ['demo'],
});
const appOf = (service: string): string => join(imageOf(service).folder, imageOf(service).workdir);

/** Runs the image's Node as a container of it would. */
const runIn = (service: string, command: string[]) => {
  const process = containerProcess(imageOf(service), { entrypoint: ['/nodejs/bin/node', ...command] });
  const { status, stdout, stderr } = spawnSync(process.command, process.args, {
    ...process.as,
    cwd: process.cwd,
    env: process.env,
  });
  return { status, said: String(stdout) + String(stderr) };
};

beforeAll(async () => {
  images = await buildImages({ work, environment });
}, 300_000);

afterAll(async () => {
  await stack.group.stopAll();
  removeCluster(join(work, 'servers'));
  makeWritable(work);
  rmSync(work, { recursive: true, force: true });
}, 60_000);

describe.each(IMAGES)('the image %s', (service) => {
  it('holds nothing of development', () => {
    expect(findDevelopment(listFiles(appOf(service)))).toEqual([]);
    expect(findDevelopmentPackages(appOf(service), join(ROOT, 'package-lock.json'))).toEqual([]);
  });

  it('lists the packages that are in it, and no others', () => {
    const installed = listPackages(appOf(service));
    const listed = listComponents(appOf(service));
    expect(listed.sort()).toEqual([...new Set(installed)].sort());
    expect(installed.length).toBeGreaterThan(50);
  });

  it('cannot be written by its user', () => {
    const probe = `try { require('node:fs').writeFileSync(process.argv[1], ''); } catch (error) { console.log(error.code); }`;
    for (const path of ['new-file', 'package.json', 'node_modules/new-file'])
      expect(runIn(service, ['-e', probe, path]).said.trim()).toBe('EACCES');
  });

  it('says what it is by labels, and runs for production as an ordinary user without a shell', () => {
    const { labels, env, user, entrypoint, folder } = imageOf(service);
    expect(labels).toMatchObject({
      'org.opencontainers.image.title': `portico/${service}`,
      'org.opencontainers.image.licenses': 'Apache-2.0',
      'org.opencontainers.image.version': (
        JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
      ).version,
    });
    expect(env).toMatchObject({
      NODE_ENV: 'production',
      ...MEMORY_ENV,
      NODE_OPTIONS: nodeFlags(service).join(' '),
    });
    expect(user).toBe('65532:65532');
    expect(entrypoint[0]).toBe('/nodejs/bin/node');
    expect(existsSync(join(folder, 'bin'))).toBe(false);
  });
});

describe('docker-compose.yml on the images', () => {
  beforeAll(() => stack.open(), 240_000);

  it('gives a token by which every service answers, about the people of the demo', async () => {
    const secret = readFileSync(stack.keyFile('seed-client-secret'), 'utf8').trim();
    const answer = await fetch(`${stack.addressOf(3001)}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`seed:${secret}`).toString('base64')}` },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: 'tenants:read users:read',
        resource: 'urn:portico:api',
      }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const ask = async (url: string): Promise<unknown> =>
      await (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).json();
    const { tenants } = (await ask(`${stack.addressOf(3002)}/v1/tenants?slug=acme`)) as {
      tenants: { id: string; name: string }[];
    };
    expect(tenants).toMatchObject([{ name: 'Acme' }]);
    const users = `${stack.addressOf(3003)}/v1/tenants/${tenants[0]!.id}/users`;
    expect(await ask(`${users}?email=agent%40acme.example`)).toMatchObject({
      users: [{ externalId: 'acme-1002', passwordSet: true }],
    });
  });

  it.each([
    ['the dashboard', 3000],
    ['Phone', 3004],
  ])('leads from %s to the first screen of a sign-in', async (_what, port) => {
    expect((await fetch(stack.addressOf(port))).status).toBe(200);
    const signIn = await fetch(`${stack.addressOf(port)}/sign-in`, { redirect: 'manual' });
    const first = await fetch(signIn.headers.get('location')!, { redirect: 'manual' });
    expect(new URL(first.headers.get('location')!, stack.addressOf(3001)).pathname).toMatch(/^\/login\//);
  });

  it('does its one-shots again without a change', async () => {
    const before = readFileSync(stack.keyFile('sealing.json'), 'utf8');
    for (const task of ['keys', 'databases', 'migrate', 'applications']) await stack.runTask(task);
    expect(readFileSync(stack.keyFile('sealing.json'), 'utf8')).toBe(before);
  });

  it('has a command line that says what it can do', () => {
    const { status, said } = runIn('portico', ['tools/portico/dist/main.js', '--help']);
    expect({ status, said }).toMatchObject({
      status: 0,
      said: expect.stringContaining('bootstrap') as string,
    });
  });
});
