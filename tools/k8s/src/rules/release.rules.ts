import { titleOf, type Manifest, workloadsOf } from '../manifests.ts';

/** The name and tag of an image that the `images:` block has set. */
export interface NamedImage {
  name: string;
  newTag?: string;
}

/** That one release runs, the one of the block, and that its Jobs are its own and may run again. */
export const checkRelease = (manifests: Manifest[], block: NamedImage[], release: string): string[] => {
  const images = new Set(
    workloadsOf(manifests).flatMap(({ containers }) => containers.map(({ image = '' }) => image)),
  );
  return [
    ...[...images]
      .filter((image) => !block.some(({ name }) => image === `${name}:${release}`))
      .map((image) => `${image} is not an image of release ${release}`),
    ...block
      .filter(({ name }) => ![...images].some((image) => image.startsWith(`${name}:`)))
      .map(({ name }) => `${name} is not used`),
    ...jobFaults(manifests, release),
  ];
};

interface JobSpec {
  ttlSecondsAfterFinished?: number;
  backoffLimit?: number;
  activeDeadlineSeconds?: number;
}

const jobFaults = (manifests: Manifest[], release: string): string[] =>
  workloadsOf(manifests)
    .filter(({ kind }) => kind !== 'Deployment')
    .flatMap((workload) => {
      const { kind, manifest, pod } = workload;
      const spec = (
        kind === 'Job'
          ? manifest.spec
          : (manifest.spec as { jobTemplate: { spec: unknown } }).jobTemplate.spec
      ) as JobSpec;
      return [
        ...(kind === 'CronJob' || manifest.metadata.name.endsWith(`-${release}`)
          ? []
          : ['is changed by the next release, and a Job cannot be']),
        ...(spec.ttlSecondsAfterFinished === undefined ? ['stays for ever'] : []),
        ...(spec.backoffLimit === undefined || spec.activeDeadlineSeconds === undefined
          ? ['tries without an end']
          : []),
        ...(pod.restartPolicy === 'Never' ? [] : ['takes the log of a failure with it']),
      ].map((fault) => `${titleOf(workload)}: ${fault}`);
    });
