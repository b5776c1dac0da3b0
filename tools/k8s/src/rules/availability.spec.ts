import { checkAvailability } from './availability.rules.ts';
import {
  type Break,
  broken,
  manifestsOf,
  inSpec,
  inDeployment,
  inPod,
  inContainer,
  without,
  inMap,
} from '../damage.fixture.ts';
import { OVERLAYS } from '../folders.ts';

describe(checkAvailability.name, () => {
  it.each(OVERLAYS)('finds nothing in %s', (overlay) => {
    expect(checkAvailability(manifestsOf(overlay))).toEqual([]);
  });

  it.each<[string, Break, RegExp]>([
    [
      'a pod that goes first',
      inDeployment((spec) => (spec.strategy!.rollingUpdate!.maxUnavailable = 1)),
      /takes pods away first/,
    ],
    ['no end of revisions', inDeployment((spec) => delete spec.revisionHistoryLimit), /every revision/],
    [
      'no spread',
      inPod((pod) => pod.topologySpreadConstraints!.pop()),
      /not spread by kubernetes.io\/hostname/,
    ],
    [
      'a spread of other pods',
      inPod((pod) => (pod.topologySpreadConstraints![0]!.labelSelector!.matchLabels = { a: 'b' })),
      /not spread by topology/,
    ],
    ['no preStop', inContainer((c) => delete c.lifecycle), /before the endpoints know/],
    [
      'a drain that takes too long',
      inMap('portico', 'PORTICO_DRAIN_SECONDS', '20'),
      /killed within 45 seconds/,
    ],
    ['no budget', without('PodDisruptionBudget', 'broker'), /0 disruption budgets/],
    [
      'a budget of nothing',
      inSpec(
        'PodDisruptionBudget',
        'broker',
        (spec: { maxUnavailable: number }) => (spec.maxUnavailable = 0),
      ),
      /never be drained/,
    ],
    ['no startup probe', inContainer((c) => delete c.startupProbe), /no startupProbe/],
    [
      'readiness by another path',
      inContainer((c) => (c.readinessProbe!.httpGet!.path = '/livez')),
      /does not ask \/readyz/,
    ],
    [
      'a probe of the public port',
      inContainer((c) => (c.livenessProbe!.httpGet!.port = 'http')),
      /not the management port/,
    ],
    [
      'a probe of no port',
      inContainer((c) => (c.livenessProbe!.httpGet!.port = 'other')),
      /not the management port/,
    ],
    ['a port that is moved', inMap('broker', 'PORT', '4001'), /another port than it listens on/],
    [
      'a scaler of nothing',
      without('Deployment', 'identity'),
      /HorizontalPodAutoscaler identity: has no target/,
    ],
    ['a number beside the scaler', inDeployment((spec) => (spec.replicas = 2)), /sets the number back/],
    [
      'a scaler down to one',
      inSpec('HorizontalPodAutoscaler', 'broker', (spec: { minReplicas: number }) => (spec.minReplicas = 1)),
      /be alone/,
    ],
  ])('finds %s', (_, damage, fault) => {
    expect(checkAvailability(broken(damage)).join('\n')).toMatch(fault);
  });
});
