import { checkReferences } from './references.rules.ts';
import {
  type Break,
  broken,
  manifestsOf,
  find,
  inSpec,
  inDeployment,
  inPod,
  without,
} from '../damage.fixture.ts';
import { OVERLAYS } from '../folders.ts';

describe(checkReferences.name, () => {
  it.each(OVERLAYS)('finds nothing in %s', (overlay) => {
    expect(checkReferences(manifestsOf(overlay))).toEqual([]);
  });

  it.each<[string, Break, RegExp]>([
    ['no service account', without('ServiceAccount', 'broker'), /no service account/],
    [
      'a service account with a token',
      (all) =>
        ((
          find(all, 'ServiceAccount', 'broker') as { automountServiceAccountToken?: boolean }
        ).automountServiceAccountToken = true),
      /service account has a token/,
    ],
    [
      'a selector of others',
      inDeployment((spec) => (spec.selector.matchLabels = { a: 'b' })),
      /does not select its own/,
    ],
    ['no ConfigMap', without('ConfigMap', 'broker'), /there is no ConfigMap broker/],
    [
      'a key that the ConfigMap has not',
      (all) => delete find(all, 'ConfigMap', 'portico').data!['PORTICO_PUBLIC_URL'],
      /no PORTICO_PUBLIC_URL in/,
    ],
    ['a volume that is not there', inPod((pod) => pod.volumes!.pop()), /which is no volume/],
    [
      'a Service of no pod',
      inSpec('Service', 'broker', (spec: { selector: object }) => (spec.selector = { a: 'b' })),
      /selects no pod/,
    ],
    [
      'a Service to no port',
      inSpec(
        'Service',
        'broker',
        (spec: { ports: { targetPort: string }[] }) => (spec.ports[0]!.targetPort = 'x'),
      ),
      /which no container has/,
    ],
    [
      'a Service of the management port',
      inSpec(
        'Service',
        'broker',
        (spec: { ports: { targetPort: string }[] }) => (spec.ports[0]!.targetPort = 'management'),
      ),
      /publishes the management port/,
    ],
    [
      'a Service to the outside',
      inSpec('Service', 'broker', (spec: { type: string }) => (spec.type = 'LoadBalancer')),
      /open to the outside/,
    ],
    ['an Ingress to no Service', without('Service', 'broker'), /leads to broker, which is no Service/],
    [
      'an Ingress without a certificate',
      inSpec('Ingress', 'portico', (spec: { tls: unknown[] }) => spec.tls.pop()),
      /has no certificate/,
    ],
    [
      'a monitor of others',
      inSpec(
        'PodMonitor',
        'portico',
        (spec: { selector: object }) => (spec.selector = { matchLabels: { a: 'b' } }),
      ),
      /does not see Deployment broker/,
    ],
    [
      'another namespace',
      (all) => (find(all, 'Service', 'broker').metadata.namespace = 'default'),
      /in another namespace/,
    ],
    [
      'a namespace for everything',
      (all) => (find(all, 'Namespace', 'portico').metadata.labels = {}),
      /more than restricted/,
    ],
  ])('finds %s', (_, damage, fault) => {
    expect(checkReferences(broken(damage)).join('\n')).toMatch(fault);
  });
});
