import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { CronJob } from 'kubernetes-models/batch/v1/CronJob';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { Service } from 'kubernetes-models/v1/Service';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import type { Manifest } from './manifests.ts';

type Model = new (data: never) => { validate: () => void };

const MODELS = new Map<string, Model>(
  [
    Deployment,
    HorizontalPodAutoscaler,
    CronJob,
    Job,
    Ingress,
    NetworkPolicy,
    PodDisruptionBudget,
    ConfigMap,
    Namespace,
    Service,
    ServiceAccount,
  ].map((model) => [`${model.apiVersion} ${model.kind}`, model as unknown as Model]),
);

/** Kinds of operators, whose schemas are in the cluster alone; the server's dry run looks at those. */
export const CUSTOM_KINDS = [
  'monitoring.coreos.com/v1 PodMonitor',
  'monitoring.coreos.com/v1 PrometheusRule',
  'external-secrets.io/v1 ExternalSecret',
  'postgresql.cnpg.io/v1 Cluster',
];

/** What the schema of Kubernetes says against an object. */
export const schemaFaults = (manifest: Manifest): string[] => {
  const kind = `${manifest.apiVersion} ${manifest.kind}`;
  const model = MODELS.get(kind);
  if (!model) return CUSTOM_KINDS.includes(kind) ? [] : [`${kind} is unknown`];
  try {
    new model(manifest as never).validate();
    return [];
  } catch (error) {
    return [`${manifest.kind} ${manifest.metadata.name}: ${(error as Error).message}`];
  }
};
