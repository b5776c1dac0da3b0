import type { IDeploymentSpec } from 'kubernetes-models/apps/v1';
import type { IContainer, IPodSpec } from 'kubernetes-models/v1';
import type { Overlay } from './folders.ts';
import { type Manifest, readManifests } from './manifests.ts';
import { readRendered } from './rendered.ts';

const read = new Map<Overlay, Manifest[]>();

/** The manifests of an overlay, for this caller alone. */
export const manifestsOf = (overlay: Overlay): Manifest[] => {
  const manifests = read.get(overlay) ?? readManifests(readRendered(overlay).yaml);
  read.set(overlay, manifests);
  return structuredClone(manifests);
};

/** Damages manifests, so that a rule has something to find. */
export type Break = (manifests: Manifest[]) => void;

export const find = (manifests: Manifest[], kind: string, name: string): Manifest => {
  const found = manifests.find((one) => one.kind === kind && one.metadata.name.startsWith(name));
  if (!found) throw new Error(`there is no ${kind} ${name}`);
  return found;
};
export const inSpec =
  (kind: string, name: string, change: (spec: never) => void): Break =>
  (manifests) => {
    change(find(manifests, kind, name).spec as never);
  };
export const inDeployment = (change: (spec: IDeploymentSpec) => void): Break =>
  inSpec('Deployment', 'broker', change);
export const inPod = (change: (pod: IPodSpec) => void): Break =>
  inDeployment(({ template }) => {
    change(template.spec!);
  });
export const inContainer = (change: (container: IContainer) => void): Break =>
  inPod(({ containers }) => {
    change(containers[0]!);
  });
export const inEnv = (name: string, value: string): Break =>
  inContainer(({ env }) => {
    env!.unshift({ name, value });
  });
export const without =
  (kind: string, name: string): Break =>
  (manifests) => {
    manifests.splice(manifests.indexOf(find(manifests, kind, name)), 1);
  };
export const inMap =
  (map: string, key: string, value: string): Break =>
  (manifests) => {
    find(manifests, 'ConfigMap', map).data![key] = value;
  };
export const addSecretFile = (key: string): Break =>
  inPod(({ volumes }) => {
    volumes![0]!.projected!.sources![0]!.secret!.items!.push({ key, path: key });
  });

/** The manifests of production, damaged. */
export const broken = (damage: Break): Manifest[] => {
  const manifests = manifestsOf('prod');
  damage(manifests);
  return manifests;
};
