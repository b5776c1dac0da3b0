import { checkSecrets } from './secrets.rules.ts';
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
import { OVERLAYS } from '../folders.ts';

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
