import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSecrets, MAY_READ } from './secrets.rules.ts';
import {
  type Break,
  broken,
  manifestsOf,
  inPod,
  inContainer,
  inEnv,
  inMap,
  addSecretFile,
} from '../damage.fixture.ts';
import { OVERLAYS, ROOT } from '../folders.ts';

describe(checkSecrets.name, () => {
  it.each(OVERLAYS)('finds nothing in %s', (overlay) => {
    expect(checkSecrets(manifestsOf(overlay))).toEqual([]);
  });

  it.each<[string, Break, RegExp]>([
    [
      'a Secret',
      (all) => all.push({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } }),
      /would be in Git/,
    ],
    ['a secret in a variable', inEnv('PORTICO_CLIENT_SECRET', 'short'), /PORTICO_CLIENT_SECRET looks/],
    [
      'a secret in a ConfigMap',
      inMap('broker', 'PORTICO_GOOGLE_CLIENT_SECRET', 'x'),
      /ConfigMap broker-\w+: PORTICO_GOOGLE_CLIENT_SECRET looks/,
    ],
    [
      'a password in an address',
      inMap('identity', 'SMTP_URL', 'smtp://a:b@mail.example.com'),
      /SMTP_URL looks/,
    ],
    ['a seed of NATS', inEnv('SOMETHING', `SU${'A'.repeat(56)}`), /SOMETHING looks/],
    ['a private key', inEnv('SOMETHING', '{"kty":"EC","d":"x"}'), /SOMETHING looks/],
    ['a PEM', inEnv('SOMETHING', '-----BEGIN PRIVATE KEY-----'), /SOMETHING looks/],
    ['a random text', inEnv('SOMETHING', 'q0Yp1V3gW9e7cX5uJ2rL8tN4mK6hB1dF'), /SOMETHING looks/],
    [
      'a variable from a Secret',
      inContainer((c) => c.env!.push({ name: 'A', valueFrom: { secretKeyRef: { name: 'x', key: 'y' } } })),
      /a secret in the environment/,
    ],
    [
      'an environment from a Secret',
      inContainer((c) => c.envFrom!.push({ secretRef: { name: 'x' } })),
      /whole Secret/,
    ],
    [
      'a whole Secret',
      inPod((pod) => delete pod.volumes![0]!.projected!.sources![0]!.secret!.items),
      /sees every file/,
    ],
    ['the file of another process', addSecretFile('factors.json'), /may not see factors.json/],
    ['a file that nobody knows', addSecretFile('other'), /may not see other/],
    ['a name of a file that is not there', inEnv('PORTICO_OTHER_FILE', '/run/portico/keys/x'), /not mounted/],
  ])('finds %s', (_, damage, fault) => {
    expect(checkSecrets(broken(damage)).join('\n')).toMatch(fault);
  });
});

describe('MAY_READ', () => {
  const page = readFileSync(join(ROOT, 'docs/decisions/0018-how-portico-is-deployed.md'), 'utf8');
  // `a-{b,c}.d` stands for two files.
  const expand = (name: string): string[] => {
    const [, before = '', words = '', after = ''] = /^(.*)\{(.*)\}(.*)$/.exec(name) ?? [];
    return words === '' ? [name] : words.split(',').map((word) => `${before}${word}${after}`);
  };
  const inTable = [...page.matchAll(/^\| (`[^|]*) \|/gm)]
    .flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
    .flatMap(expand);

  it('names files of the decision alone, and all but those of NATS, operators and other teams', () => {
    const elsewhere = [
      'nats-operator.nk',
      'nats-accounts.conf',
      'subscribers/<name>.nk',
      'subscribers/<name>.json',
    ];
    const named = new Set(Object.values(MAY_READ).flat());
    expect([...named, ...elsewhere].sort()).toEqual(inTable.sort());
  });

  it('gives no service what opens the databases or the keys of another', () => {
    const shared = Object.values(MAY_READ)
      .flat()
      .filter((file, index, all) => all.indexOf(file) !== index);
    expect(new Set(shared)).toEqual(
      new Set([
        ...['broker', 'dashboard', 'identity', 'sso-config'].map((service) => `database-url-${service}`),
        'dashboard-client-secret',
      ]),
    );
  });
});
