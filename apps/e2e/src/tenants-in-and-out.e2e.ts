import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { SsoSettings, TenantPage } from '@portico/contracts';
import { Api, type Credentials, newSlug } from './api.js';
import { house } from './house.js';
import { type CommandRun, runCommandLine } from './run-command-line.js';

const folder = mkdtempSync(join(tmpdir(), 'portico-tenants-'));
const { ssoConfig, simulator } = house.addresses;
const file = join(folder, 'tenants.yaml');
const secrets = join(folder, 'secrets.json');
const slug = newSlug();
const SECRET = 'canary-of-tenants-import';
let api: Api;
let machine: Credentials;

const portico = async (...args: string[]): Promise<CommandRun> => await runCommandLine(args, machine);
const write = (changes: { clientId?: string; more?: string; name?: string } = {}): void => {
  writeFileSync(
    file,
    `tenants:
  - slug: ${slug}
    name: ${changes.name ?? 'Maycomb'}
    secondFactor: { password: required, sso: trusted }
    domains: [${slug}.example.com]
    connections:
      - name: Courthouse
        provider: keycloak
        mode: enabled
        clientId: ${changes.clientId ?? 'maycomb'}
        discoveryUrl: ${simulator}/keycloak/realms/acme/.well-known/openid-configuration
        scopes: [openid, email]
        secretExpiresAt: 2027-01-01T00:00:00.000Z
${changes.more ?? ''}`,
  );
};
const settings = async (): Promise<SsoSettings | undefined> => {
  const { tenants } = await api.call<TenantPage>('GET', `${ssoConfig}/v1/tenants?slug=${slug}`);
  const [tenant] = tenants;
  return tenant && (await api.call<SsoSettings>('GET', `${ssoConfig}/v1/tenants/${tenant.id}/sso`));
};

// Each command is a process of its own.
jest.setTimeout(120_000);

beforeAll(async () => {
  api = await Api.open(house);
  machine = await api.addMachine(null);
  writeFileSync(secrets, JSON.stringify({ [`${slug}/Courthouse`]: SECRET }));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  for (const connection of (await settings())?.connections ?? []) await api.setMode(connection, 'off');
});

describe('portico tenants import', () => {
  it('refuses a faulty file with the line of every fault', async () => {
    write({ more: '      - { name: Courthouse, provider: ping, salary: 3 }\n' });
    const { exitCode, stdout, stderr } = await portico('tenants', 'import', file);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${file}:14: tenants[0].connections[1].provider:`);
    expect(stderr).toContain(`${file}:14: tenants[0].connections[1].salary: is no field of this`);
  });

  it('shows what it would do, and does none of it in a dry run or with nobody to ask', async () => {
    write();
    const { exitCode, stdout } = await portico(
      'tenants',
      'import',
      file,
      '--secrets-file',
      secrets,
      '--dry-run',
    );
    expect(exitCode).toBe(4);
    expect(stdout).toContain(`+ create connection ${slug}/Courthouse`);
    expect(stdout).not.toContain(SECRET);
    expect(await portico('tenants', 'import', file)).toMatchObject({ exitCode: 2 });
    expect(await settings()).toBeUndefined();
  });

  it('keeps a connection without a secret off, and says so; with one it is on; and a third time nothing is to do', async () => {
    const begun = await portico('tenants', 'import', file, '--yes');
    expect(begun).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('stays off') });
    expect(begun.stdout).toContain(`${slug}.example.com is to be proved by the TXT record`);
    expect(await settings()).toMatchObject({
      tenant: { secondFactor: { password: 'required' } },
      domains: [{ status: 'pending' }],
      connections: [{ mode: 'off', clientSecretSet: false, clientId: 'maycomb' }],
    });
    const { exitCode, stdout, stderr } = await portico(
      'tenants',
      'import',
      file,
      '--yes',
      '--secrets-file',
      secrets,
    );
    expect([exitCode, stdout + stderr]).toEqual([0, expect.not.stringContaining(SECRET)]);
    expect(await settings()).toMatchObject({
      connections: [{ mode: 'enabled', clientSecretSet: true, secretExpiresAt: '2027-01-01T00:00:00.000Z' }],
    });
    const again = await portico('tenants', 'import', file, '--yes', '--secrets-file', secrets);
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('0 to create, 0 to change') });
  });

  it('changes what differs; values of a connection that is on wait as its pending revision, once', async () => {
    write({ name: 'Maycomb County', clientId: 'maycomb-2' });
    expect(await portico('tenants', 'import', file, '--yes', '--secrets-file', secrets)).toMatchObject({
      exitCode: 0,
    });
    const changed = await settings();
    expect(changed).toMatchObject({
      tenant: { name: 'Maycomb County' },
      connections: [{ clientId: 'maycomb', pendingRevision: changed!.connections[0]!.revision + 1 }],
    });
    const again = await portico('tenants', 'import', file, '--yes', '--secrets-file', secrets);
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('0 to change') });
  });
});

describe('portico tenants export', () => {
  it('gives a file that an import takes without a change, and no secret', async () => {
    write();
    await portico('tenants', 'import', file, '--yes', '--secrets-file', secrets);
    const out = join(folder, 'exported.yaml');
    expect(await portico('tenants', 'export', slug, '--output', out)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(out, 'utf8')).not.toContain(SECRET);
    expect(await portico('tenants', 'import', out)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('0 to create, 0 to change'),
    });
  });

  it('gives every tenant but the platform, as JSON if that was asked for', async () => {
    const { stdout } = await portico('tenants', 'export', '--json');
    const slugs = (JSON.parse(stdout) as { tenants: { slug: string }[] }).tenants.map(
      (tenant) => tenant.slug,
    );
    expect(slugs).toEqual(expect.arrayContaining(['acme', slug]));
    expect(slugs).not.toContain('platform');
  });
});
