import { createRequire } from 'node:module';
import { Deployment } from 'kubernetes-models/apps/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { parse } from 'yaml';
import { generate, readRootManifest } from './generated.fixture.js';

const require = createRequire(import.meta.url);

describe('nx g @portico/workspace:subscriber', () => {
  it.each([
    ['a name with capitals', 'Billing', 'user.created', 'is no name'],
    ['a name that is a path', '../billing', 'user.created', 'is no name'],
    ['a name that could be read as a durable', 'a--b', 'user.created', 'is no name'],
    ["a name of Portico's own", 'broker', 'user.created', 'name of Portico itself'],
    ['an event that does not exist', 'billing', 'user.abducted', 'Portico publishes no user.abducted'],
    ['no event at all', 'billing', ' , ', 'one event at least'],
    ['a folder that is there', 'taken', 'user.created', 'is there already'],
  ])('refuses %s', async (_, name, events, message) => {
    await expect(generate({ name, events })).rejects.toThrow(message);
  });

  it('is what nx finds under its name', () => {
    const { generators } = require('../generators.json') as {
      generators: Record<string, { factory: string }>;
    };
    const factory = generators['subscriber']?.factory ?? '';
    expect(require.resolve(`../${factory}`)).toBe(require.resolve('../subscriber/generator.cjs'));
  });

  it('makes an application of its own tags where that is asked for', async () => {
    const files = await generate({ name: 'billing', events: 'user.created', directory: 'apps' });
    const { nx } = JSON.parse(files.get('apps/billing/package.json') ?? '') as { nx: { tags: string[] } };
    expect(nx.tags).toEqual(['type:app', 'scope:billing']);
  });

  it('imports nothing of Portico but what its tag admits', async () => {
    const files = await generate({ name: 'billing', events: 'login.failed,session.ended' });
    const imported = [...files.values()].flatMap((text) => [...text.matchAll(/from '(@portico\/[\w-]+)/g)]);
    const allowed = ['@portico/contracts', '@portico/messaging', '@portico/service-kit', '@portico/testing'];
    expect([...new Set(imported.map(([, name]) => name))].sort()).toEqual(allowed);
  });

  it('leaves no placeholder in any file, and names every event in the README', async () => {
    const files = await generate({ name: 'billing', events: 'login.failed,session.ended' });
    expect(
      [...files].filter(([path, text]) => /__\w+__|<%|%>/.test(path + text)).map(([path]) => path),
    ).toEqual([]);
    const readme = files.get('examples/billing/README.md');
    expect(readme).toContain('subscriber add billing --events login.failed,session.ended');
  });

  it('pins what the workspace pins', async () => {
    const files = await generate({ name: 'billing', events: 'user.created' });
    const { dependencies } = readRootManifest();
    const made = JSON.parse(files.get('examples/billing/package.json') ?? '') as {
      dependencies: Record<string, string>;
    };
    for (const [name, pin] of Object.entries(made.dependencies))
      expect([name, pin]).toEqual([name, name.startsWith('@portico/') ? '0.1.0' : dependencies[name]]);
  });

  it('adds itself to the projects that are type-checked', async () => {
    const files = await generate({ name: 'billing', events: 'user.created' });
    const { references } = JSON.parse(files.get('tsconfig.json') ?? '') as { references: { path: string }[] };
    expect(references.at(-1)).toEqual({ path: 'examples/billing' });
  });

  describe('its manifests', () => {
    const manifest = async (file: string): Promise<never> =>
      parse(
        (await generate({ name: 'billing', events: 'user.created' })).get(`examples/billing/k8s/${file}`) ??
          '',
      ) as never;

    it('fit the API of Kubernetes', async () => {
      new Deployment(await manifest('deployment.yaml')).validate();
      new NetworkPolicy(await manifest('network-policy.yaml')).validate();
    });

    it('run as nobody, on a tree that cannot be written, with limits, and with secrets by name only', async () => {
      const { spec } = new Deployment(await manifest('deployment.yaml'));
      const pod = spec?.template.spec;
      const [container] = pod?.containers ?? [];
      expect(pod?.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(container?.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container?.resources?.limits).toHaveProperty('memory');
      expect(container?.env?.map(({ name }) => name)).toContain('PORTICO_NATS_NKEY_FILE');
      expect(JSON.stringify(pod)).not.toMatch(/postgres:\/\/|\bSU[A-Z2-7]{10}/);
    });

    it('reach DNS, NATS and PostgreSQL alone', async () => {
      const { spec } = new NetworkPolicy(await manifest('network-policy.yaml'));
      expect(spec?.egress?.flatMap(({ ports }) => ports?.map(({ port }) => port))).toEqual([
        53, 53, 4222, 5432,
      ]);
    });
  });
});
