import { settleIn } from '../key-files.fixture.ts';
import { type Manifest, ofKind, titleOf, workloadsOf } from '../manifests.ts';
import { readAs, SERVICES } from '../read-as.fixture.ts';

/** Read by Node, by what observes it, and by nobody in env.ts. */
const ELSEWHERE = /^(NODE_|OTEL_|MALLOC_)/;
/** For the Jobs, which have the ConfigMap `portico` too. */
const SHARED = 'PORTICO_DASHBOARD_URL';

/** What every service is given, whether it reads it or not. */
const sharedVariables = (manifests: Manifest[]): string[] =>
  ofKind(manifests, 'ConfigMap')
    .filter(({ metadata }) =>
      workloadsOf(manifests).every(({ containers }) =>
        containers.some(({ envFrom }) => envFrom?.some((from) => from.configMapRef?.name === metadata.name)),
      ),
    )
    .flatMap(({ data = {} }) => Object.keys(data));

/** That each service starts with what its Deployment gives it, and is given nothing that it does not know. */
export const checkEnvironment = (manifests: Manifest[]): string[] => {
  const shared = sharedVariables(manifests);
  const askedByAll = new Set<string>();
  const faults = workloadsOf(manifests)
    .filter(({ name, kind }) => kind === 'Deployment' && SERVICES.includes(name))
    .flatMap((workload) =>
      workload.containers.flatMap((container) => {
        const { environment } = settleIn(manifests, workload, container);
        const { faults: refused, asked } = readAs(workload.name, environment);
        for (const name of asked) askedByAll.add(name);
        const unknown = Object.keys(environment).filter(
          (name) => !asked.has(name) && !ELSEWHERE.test(name) && !shared.includes(name),
        );
        return [...refused, ...unknown.map((name) => `${name}: is unknown here`)].map(
          (fault) => `${titleOf(workload)}: ${fault}`,
        );
      }),
    );
  return [
    ...faults,
    ...shared
      .filter((name) => !askedByAll.has(name) && !ELSEWHERE.test(name) && name !== SHARED)
      .map((name) => `ConfigMap portico: ${name} is unknown to every service`),
  ];
};
