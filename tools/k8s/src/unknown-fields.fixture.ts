import { join } from 'node:path';
import ts from 'typescript';
import type { Manifest } from './manifests.ts';

const GROUPS = ['v1', 'apps/v1', 'autoscaling/v2', 'batch/v1', 'networking.k8s.io/v1', 'policy/v1'];
const FILE = join(import.meta.dirname, 'manifests-as-code.ts');

/** The manifests as literals of the types of Kubernetes: what TypeScript finds too much is a field that does not exist. */
const asCode = (manifests: Manifest[]): string => {
  const known = manifests.filter(({ apiVersion }) => GROUPS.includes(apiVersion));
  const kinds = new Map(known.map(({ kind, apiVersion }) => [kind, apiVersion]));
  return [
    ...[...kinds].map(([kind, group]) => `import type { I${kind} } from 'kubernetes-models/${group}';`),
    ...known.map(
      (manifest, index) => `export const n${index}: I${manifest.kind} = ${JSON.stringify(manifest)};`,
    ),
  ].join('\n');
};

/** Fields that Kubernetes does not know and would drop in silence, which its schemas let pass. */
export const unknownFields = (manifests: Manifest[]): string[] => {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => (path === FILE ? asCode(manifests) : readFile(path));
  host.fileExists = (path) => path === FILE || fileExists(path);
  const program = ts.createProgram([FILE], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
};
