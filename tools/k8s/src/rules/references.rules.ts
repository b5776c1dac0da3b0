import type { IDeploymentSpec } from 'kubernetes-models/apps/v1';
import type { IIngressSpec } from 'kubernetes-models/networking.k8s.io/v1';
import type { IContainer, IServiceSpec } from 'kubernetes-models/v1';
import { hasLabels, ofKind, titleOf, type Manifest, type Workload, workloadsOf } from '../manifests.ts';

/** That what an object names is there. */
export const checkReferences = (manifests: Manifest[]): string[] => {
  const workloads = workloadsOf(manifests);
  return [
    ...workloads.flatMap((workload) => workloadFaults(manifests, workload)),
    ...serviceFaults(manifests, workloads),
    ...ingressFaults(manifests),
    ...monitorFaults(manifests, workloads),
    ...namespaceFaults(manifests),
  ];
};

const workloadFaults = (manifests: Manifest[], workload: Workload): string[] => {
  const { pod, labels, manifest, containers } = workload;
  const account = ofKind(manifests, 'ServiceAccount').find(
    ({ metadata }) => metadata.name === pod.serviceAccountName,
  ) as { automountServiceAccountToken?: boolean } | undefined;
  const { selector } = manifest.spec as unknown as Partial<IDeploymentSpec>;
  return [
    ...(account ? [] : ['has no service account of its own']),
    ...(account && account.automountServiceAccountToken !== false ? ['its service account has a token'] : []),
    ...(selector === undefined || hasLabels(labels, selector.matchLabels)
      ? []
      : ['does not select its own pods']),
    ...containers.flatMap((container) => [
      ...mapFaults(manifests, container),
      ...(container.volumeMounts ?? [])
        .filter(({ name }) => !pod.volumes?.some((volume) => volume.name === name))
        .map(({ name }) => `mounts ${name}, which is no volume`),
    ]),
  ].map((fault) => `${titleOf(workload)}: ${fault}`);
};

const mapFaults = (manifests: Manifest[], { envFrom = [], env = [] }: IContainer): string[] => {
  const maps = new Map(ofKind(manifests, 'ConfigMap').map(({ metadata, data }) => [metadata.name, data]));
  const keys = env.flatMap(({ valueFrom }) => valueFrom?.configMapKeyRef ?? []);
  return [
    ...envFrom
      .map(({ configMapRef }) => configMapRef?.name ?? '')
      .filter((name) => !maps.has(name))
      .map((name) => `there is no ConfigMap ${name}`),
    ...keys
      .filter(({ name, key }) => maps.get(name ?? '')?.[key] === undefined)
      .map(({ name, key }) => `there is no ${key} in ConfigMap ${name ?? ''}`),
  ];
};

const serviceFaults = (manifests: Manifest[], workloads: Workload[]): string[] =>
  ofKind<IServiceSpec>(manifests, 'Service').flatMap(({ metadata, spec }) => {
    const target = workloads.find(({ labels }) => hasLabels(labels, spec.selector));
    const ports = target?.containers.flatMap((container) => container.ports ?? []) ?? [];
    return [
      ...(target ? [] : ['selects no pod']),
      ...(spec.type === undefined || spec.type === 'ClusterIP' ? [] : ['is open to the outside']),
      ...(spec.ports ?? [])
        .filter(({ targetPort }) => !ports.some(({ name }) => name === targetPort))
        .map(({ targetPort }) => `leads to port ${String(targetPort)}, which no container has`),
      ...(spec.ports ?? [])
        .filter(({ targetPort }) => targetPort === 'management')
        .map(() => 'publishes the management port'),
    ].map((fault) => `Service ${metadata.name}: ${fault}`);
  });

const ingressFaults = (manifests: Manifest[]): string[] =>
  ofKind<IIngressSpec>(manifests, 'Ingress').flatMap(({ metadata, spec }) => {
    const hosts = (spec.rules ?? []).map(({ host }) => host ?? '*');
    const secured = (spec.tls ?? []).flatMap(({ hosts: names }) => names ?? []);
    const backends = (spec.rules ?? []).flatMap(({ http }) => http?.paths ?? []);
    return [
      ...hosts.filter((host) => !secured.includes(host)).map((host) => `${host} has no certificate`),
      ...backends
        .map(({ backend }) => backend.service)
        .filter(
          (wanted) =>
            !ofKind<IServiceSpec>(manifests, 'Service').some(
              ({ metadata: { name }, spec: { ports } }) =>
                name === wanted?.name && ports?.some((port) => port.name === wanted.port?.name),
            ),
        )
        .map((wanted) => `leads to ${wanted?.name ?? 'nothing'}, which is no Service with that port`),
    ].map((fault) => `Ingress ${metadata.name}: ${fault}`);
  });

interface Monitor {
  selector: { matchLabels?: Record<string, string> };
  podMetricsEndpoints: { port: string }[];
}

/** A monitor that sees nothing is silent about it. */
const monitorFaults = (manifests: Manifest[], workloads: Workload[]): string[] =>
  ofKind<Monitor>(manifests, 'PodMonitor').flatMap(({ metadata, spec }) =>
    workloads
      .filter(({ kind }) => kind === 'Deployment')
      .filter(
        ({ labels, containers }) =>
          !hasLabels(labels, spec.selector.matchLabels) ||
          !spec.podMetricsEndpoints.every(({ port }) =>
            containers.some(({ ports }) => ports?.some(({ name }) => name === port)),
          ),
      )
      .map((workload) => `PodMonitor ${metadata.name}: does not see ${titleOf(workload)}`),
  );

const namespaceFaults = (manifests: Manifest[]): string[] => {
  const [namespace] = ofKind(manifests, 'Namespace');
  const enforced = namespace?.metadata.labels?.['pod-security.kubernetes.io/enforce'];
  return [
    ...(enforced === 'restricted' ? [] : ['the namespace admits more than restricted pods']),
    ...manifests
      .filter(({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace !== namespace?.metadata.name)
      .map(({ kind, metadata }) => `${kind} ${metadata.name}: is in another namespace`),
  ];
};
