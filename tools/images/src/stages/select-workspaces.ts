import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argument } from './arguments.ts';
import { closureOf, listWorkspaces, programsOf, readManifest } from './workspace-map.ts';

// Makes of the repository's manifests those of one image: its own workspaces alone, and nothing of development in them.
const service = argument(0, 'the name of the image');
const kept = closureOf('.', programsOf('.', service));
const { version, license } = readManifest('.');
const removed = listWorkspaces('.').filter((folder) => !kept.includes(folder));

const writeManifest = (folder: string, manifest: object): void =>
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);

// The scripts of these stages are needed until the end.
for (const path of ['package-lock.json', ...removed.filter((folder) => folder !== 'tools/images')])
  rmSync(path, { recursive: true, force: true });
for (const folder of kept) {
  const { devDependencies: _development, nx: _build, ...manifest } = readManifest(folder);
  writeManifest(folder, manifest);
}
writeManifest('.', { name: `portico-${service}`, version, license, private: true, workspaces: kept });
