import { join } from 'node:path';

/** The repository. */
export const ROOT = join(import.meta.dirname, '../../..');

/** Where the manifests are. */
export const K8S = join(ROOT, 'k8s');

/** The places that are deployed to; each is a folder of k8s/overlays. */
export const OVERLAYS = ['dev', 'prod'] as const;
export type Overlay = (typeof OVERLAYS)[number];

/** Where what an overlay comes to is kept, for whoever has no kustomize and for reviews. */
export const renderedFile = (overlay: Overlay): string => join(K8S, 'rendered', `${overlay}.yaml`);
