import type { IDeploymentSpec } from 'kubernetes-models/apps/v1';
import { checkEnvironment } from './environment.fixture.ts';
import { type Break, broken, manifestsOf, inSpec, inPod, inEnv, inMap } from '../damage.fixture.ts';
import { OVERLAYS } from '../folders.ts';

describe(checkEnvironment.name, () => {
  it.each(OVERLAYS)('finds nothing in %s', (overlay) => {
    expect(checkEnvironment(manifestsOf(overlay))).toEqual([]);
  });

  it.each<[string, Break, RegExp]>([
    [
      'an issuer with a slash',
      inMap('portico', 'PORTICO_PUBLIC_URL', 'https://login.example.com/'),
      /Deployment broker: PORTICO_PUBLIC_URL/,
    ],
    [
      'an http origin beside an https issuer',
      inMap('broker', 'PORTICO_EGRESS_ALLOW', 'http://a.example.com'),
      /PORTICO_EGRESS_ALLOW: an http origin/,
    ],
    [
      'a file that is not mounted',
      inPod((pod) => pod.volumes![0]!.projected!.sources![0]!.secret!.items!.shift()),
      /Deployment broker: /,
    ],
    [
      'mails into the log',
      inSpec('Deployment', 'identity', (spec: IDeploymentSpec) =>
        spec.template.spec!.containers[0]!.env!.push({ name: 'SMTP_URL', value: 'log:' }),
      ),
      /SMTP_URL: log:/,
    ],
    [
      'a variable of a service that nobody reads',
      inEnv('PORTICO_EGRES_ALLOW', 'x'),
      /PORTICO_EGRES_ALLOW: is unknown/,
    ],
    [
      'a variable of all that nobody reads',
      inMap('portico', 'PORTICO_TYPO', 'x'),
      /PORTICO_TYPO is unknown to every/,
    ],
  ])('finds %s', (_, damage, fault) => {
    expect(checkEnvironment(broken(damage)).join('\n')).toMatch(fault);
  });
});
