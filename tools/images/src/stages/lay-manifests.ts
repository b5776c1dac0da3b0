import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { argument } from './arguments.ts';
import { listWorkspaces } from './workspace-map.ts';

// Lays what `npm ci` reads, and these scripts, into the folder that is given.
const target = argument(0, 'the folder to lay the manifests into');
const manifests = listWorkspaces('.').map((folder) => `${folder}/package.json`);
const scripts = ['tools/images/images.json', 'tools/images/src/stages'];
for (const path of ['package.json', 'package-lock.json', '.npmrc', ...manifests, ...scripts])
  if (existsSync(path)) cpSync(path, join(target, path), { recursive: true });
