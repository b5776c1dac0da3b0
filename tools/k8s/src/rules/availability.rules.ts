import type { IDeploymentSpec } from 'kubernetes-models/apps/v1';
import type { IHorizontalPodAutoscalerSpec } from 'kubernetes-models/autoscaling/v2';
import type { IPodDisruptionBudgetSpec } from 'kubernetes-models/policy/v1';
import type { IContainer, IProbe } from 'kubernetes-models/v1';
import {
  environmentOf,
  hasLabels,
  ofKind,
  titleOf,
  type Manifest,
  type Workload,
  workloadsOf,
} from '../manifests.ts';

/** Seconds that are left for what is under way when listening ends. */
const FINISH_SECONDS = 20;

/** That a roll-out, a drained node and a slow start cost nobody a sign-in. */
export const checkAvailability = (manifests: Manifest[]): string[] =>
  workloadsOf(manifests)
    .filter(({ kind }) => kind === 'Deployment')
    .flatMap((workload) =>
      [
        ...rollOutFaults(workload),
        ...spreadFaults(workload),
        ...drainFaults(manifests, workload),
        ...budgetFaults(manifests, workload),
        ...workload.containers.flatMap((container) => probeFaults(manifests, container)),
      ].map((fault) => `${titleOf(workload)}: ${fault}`),
    )
    .concat(targetFaults(manifests));

const rollOutFaults = ({ manifest }: Workload): string[] => {
  const { strategy, revisionHistoryLimit } = manifest.spec as unknown as IDeploymentSpec;
  return [
    ...(strategy?.rollingUpdate?.maxUnavailable === 0 ? [] : ['a roll-out takes pods away first']),
    ...(revisionHistoryLimit === undefined ? ['keeps every revision'] : []),
  ];
};

const spreadFaults = ({ pod, labels }: Workload): string[] =>
  ['topology.kubernetes.io/zone', 'kubernetes.io/hostname']
    .filter(
      (key) =>
        !pod.topologySpreadConstraints?.some(
          ({ topologyKey, labelSelector }) =>
            topologyKey === key && labelSelector && hasLabels(labels, labelSelector.matchLabels),
        ),
    )
    .map((key) => `is not spread by ${key}`);

const drainFaults = (manifests: Manifest[], { pod, containers }: Workload): string[] =>
  containers.flatMap((container) => {
    const asleep = container.lifecycle?.preStop?.sleep?.seconds ?? 0;
    const draining = Number(environmentOf(manifests, container)['PORTICO_DRAIN_SECONDS'] ?? 0);
    const needed = asleep + draining + FINISH_SECONDS;
    return [
      ...(asleep > 0 ? [] : ['ends before the endpoints know']),
      ...((pod.terminationGracePeriodSeconds ?? 30) < needed
        ? [`is killed within ${String(needed)} seconds`]
        : []),
    ];
  });

const PROBES = { startupProbe: '/livez', livenessProbe: '/livez', readinessProbe: '/readyz' } as const;

const probeFaults = (manifests: Manifest[], container: IContainer): string[] => {
  const { PORT, PORTICO_MANAGEMENT_PORT } = environmentOf(manifests, container);
  const expected = Number(PORTICO_MANAGEMENT_PORT ?? Number(PORT) + 6000);
  const portOf = (probe: IProbe | undefined): unknown =>
    container.ports?.find(({ name }) => name === probe?.httpGet?.port)?.containerPort;
  return [
    ...(container.ports?.some(({ name, containerPort }) => name === 'http' && containerPort === Number(PORT))
      ? []
      : ['names another port than it listens on']),
    ...Object.entries(PROBES).flatMap(([name, path]) => {
      const probe = container[name as keyof typeof PROBES];
      if (!probe) return [`has no ${name}`];
      if (probe.httpGet?.path !== path) return [`${name} does not ask ${path}`];
      return portOf(probe) === expected ? [] : [`${name} asks a port that is not the management port`];
    }),
  ];
};

const budgetFaults = (manifests: Manifest[], { labels }: Workload): string[] => {
  const budgets = ofKind<IPodDisruptionBudgetSpec>(manifests, 'PodDisruptionBudget').filter(({ spec }) =>
    hasLabels(labels, spec.selector?.matchLabels),
  );
  if (budgets.length !== 1) return [`has ${String(budgets.length)} disruption budgets`];
  return budgets[0]?.spec.maxUnavailable === 1 ? [] : ['a node can never be drained, or all pods at once'];
};

/** What scales has a target, and nobody else sets its number. */
const targetFaults = (manifests: Manifest[]): string[] =>
  ofKind<IHorizontalPodAutoscalerSpec>(manifests, 'HorizontalPodAutoscaler').flatMap(({ metadata, spec }) => {
    const target = ofKind<IDeploymentSpec>(manifests, spec.scaleTargetRef.kind).find(
      (manifest) => manifest.metadata.name === spec.scaleTargetRef.name,
    );
    const title = `HorizontalPodAutoscaler ${metadata.name}`;
    if (!target) return [`${title}: has no target`];
    return [
      ...(target.spec.replicas === undefined ? [] : [`${title}: each apply sets the number back`]),
      ...((spec.minReplicas ?? 1) >= 2 ? [] : [`${title}: lets one pod be alone`]),
    ];
  });
