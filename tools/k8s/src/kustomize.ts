import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { K8S, type Overlay } from './folders.ts';

/** A program that knows `components`, and how it is asked to render a folder. */
export interface Kustomize {
  name: string;
  command: string[];
}

/** kubectl 1.27 has kustomize 5, whose output these files are. */
const OLDEST_KUBECTL = [1, 27] as const;
const OLDEST_KUSTOMIZE = [5, 0] as const;

const run = ([program = '', ...args]: string[]): string | undefined => {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? stdout : undefined;
};

const isAtLeast = (text: string | undefined, [major, minor]: readonly [number, number]): boolean => {
  const found = /v(\d+)\.(\d+)/.exec(text ?? '');
  if (!found) return false;
  const [, foundMajor, foundMinor] = found.map(Number) as [number, number, number];
  return foundMajor > major || (foundMajor === major && foundMinor >= minor);
};

/** Whether what `kubectl version --client` says is new enough; older ones do not know `components`. */
export const isNewKubectl = (version: string | undefined): boolean => isAtLeast(version, OLDEST_KUBECTL);

/** The program on this machine that can render; undefined where there is none. */
export const findKustomize = (): Kustomize | undefined => {
  if (isNewKubectl(run(['kubectl', 'version', '--client', '--output', 'yaml'])))
    return { name: 'kubectl kustomize', command: ['kubectl', 'kustomize'] };
  if (isAtLeast(run(['kustomize', 'version']), OLDEST_KUSTOMIZE))
    return { name: 'kustomize', command: ['kustomize', 'build'] };
  return undefined;
};

/** What is said where nothing can render. */
export const NO_KUSTOMIZE =
  'Neither kubectl 1.27 or newer nor kustomize 5 or newer is on the PATH, so the manifests cannot be rendered here.';

/** The YAML that a folder comes to. Throws what the program complained about. */
export const renderFolder = ({ name, command }: Kustomize, folder: string): string => {
  const [program = '', ...args] = command;
  const { status, stdout, stderr } = spawnSync(program, [...args, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} cannot render ${folder}: ${stderr}`);
  return stdout;
};

/** The YAML that an overlay comes to. */
export const renderOverlay = (kustomize: Kustomize, overlay: Overlay): string =>
  renderFolder(kustomize, join(K8S, 'overlays', overlay));
