import { globSync, rmSync, writeFileSync } from 'node:fs';
import { argument } from './arguments.ts';
import { closureOf, listWorkspaces, programsOf, readManifest } from './workspace-map.ts';

// Leaves what runs: no manifest of a workspace that is not in the image, no types, no sources of packages.
const service = argument(0, 'the name of the image');
const kept = closureOf('.', programsOf('.', service));
const { version, license } = readManifest('.');
const removed = listWorkspaces('.').filter((folder) => !kept.includes(folder));

for (const path of ['package-lock.json', '.npmrc', 'node_modules/.bin', 'tools/images', ...removed])
  rmSync(path, { recursive: true, force: true });
for (const path of globSync('**/node_modules/**/*.{ts,mts,cts,map}'))
  rmSync(path, { force: true, recursive: true });
for (const parent of ['apps', 'examples', 'libs', 'tools'])
  if (!kept.some((folder) => folder.startsWith(`${parent}/`)))
    rmSync(parent, { recursive: true, force: true });

const description = { name: `portico-${service}`, version, license, private: true, workspaces: kept };
writeFileSync('package.json', `${JSON.stringify(description, null, 2)}\n`);
