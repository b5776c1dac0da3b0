import type { IContainer, IPodSpec } from 'kubernetes-models/v1';
import { parseAllDocuments } from 'yaml';

/** One object of Kubernetes, as it is written. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  spec?: Record<string, unknown>;
  data?: Record<string, string>;
}

/** What makes pods, with the pod that it makes. */
export interface Workload {
  kind: 'Deployment' | 'Job' | 'CronJob';
  /** `app.kubernetes.io/name` of its pods: `broker`, `migration`. */
  name: string;
  manifest: Manifest;
  labels: Record<string, string>;
  pod: IPodSpec;
  containers: IContainer[];
}

/** The objects of a file with several YAML documents. */
export const readManifests = (yaml: string): Manifest[] =>
  parseAllDocuments(yaml).map((document) => {
    const [fault] = document.errors;
    if (fault) throw fault;
    return document.toJS() as Manifest;
  });

/** All objects of one kind; `S` is the type of their `spec`. */
export const ofKind = <S = Record<string, unknown>>(
  manifests: Manifest[],
  kind: string,
): (Omit<Manifest, 'spec'> & { spec: S })[] =>
  manifests.filter((manifest) => manifest.kind === kind) as (Omit<Manifest, 'spec'> & { spec: S })[];

interface Template {
  metadata: { labels: Record<string, string> };
  spec: IPodSpec;
}

const templateOf = ({ kind, spec }: Manifest): Template =>
  (kind === 'CronJob'
    ? (spec as { jobTemplate: { spec: { template: Template } } }).jobTemplate.spec
    : (spec as { template: Template })
  ).template;

/** Everything that runs. */
export const workloadsOf = (manifests: Manifest[]): Workload[] =>
  manifests
    .filter(({ kind }) => ['Deployment', 'Job', 'CronJob'].includes(kind))
    .map((manifest) => {
      const { metadata, spec: pod } = templateOf(manifest);
      return {
        kind: manifest.kind as Workload['kind'],
        name: metadata.labels['app.kubernetes.io/name'] ?? '',
        manifest,
        labels: metadata.labels,
        pod,
        containers: [...(pod.initContainers ?? []), ...pod.containers],
      };
    });

/** How a workload is called in a fault: `Deployment broker`. */
export const titleOf = ({ manifest: { kind, metadata } }: Pick<Workload, 'manifest'>): string =>
  `${kind} ${metadata.name}`;

/** The container's environment with what comes from ConfigMaps; a missing one is left out (references.rules says so). */
export const environmentOf = (manifests: Manifest[], container: IContainer): Record<string, string> => {
  const maps = new Map(ofKind(manifests, 'ConfigMap').map(({ metadata, data }) => [metadata.name, data]));
  const whole = (container.envFrom ?? []).map(({ configMapRef }) => maps.get(configMapRef?.name ?? '') ?? {});
  const single = (container.env ?? []).map(({ name, value, valueFrom }) => {
    const { name: map = '', key = '' } = valueFrom?.configMapKeyRef ?? {};
    return { [name]: value ?? maps.get(map)?.[key] ?? '' };
  });
  return Object.assign({}, ...whole, ...single) as Record<string, string>;
};

/** A file that a Secret brings into a container. */
export interface MountedFile {
  secret: string;
  key: string;
  path: string;
}

/** The files of Secrets that a container finds, by their whole path. */
export const mountedFiles = ({ pod }: Workload, container: IContainer): MountedFile[] =>
  (container.volumeMounts ?? []).flatMap(({ name, mountPath }) =>
    (pod.volumes ?? [])
      .filter((volume) => volume.name === name)
      .flatMap(({ projected }) => projected?.sources ?? [])
      .flatMap(({ secret }) =>
        (secret?.items ?? []).map(({ key, path }) => ({
          secret: secret?.name ?? '',
          key,
          path: `${mountPath}/${path}`,
        })),
      ),
  );

/** Whether all of the wanted labels are there. */
export const hasLabels = (
  labels: Record<string, string> | undefined,
  wanted: Record<string, string> = {},
): boolean => Object.entries(wanted).every(([name, value]) => labels?.[name] === value);
