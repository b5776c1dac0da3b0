import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

// Leaves of the packages what runs: no types, no sources, no maps; and none of the stages' own files.
const NOT_RUN = /\.(ts|mts|cts|map|tsbuildinfo)$/;
for (const entry of readdirSync('node_modules', { recursive: true, withFileTypes: true }))
  if (entry.isFile() && NOT_RUN.test(entry.name)) rmSync(join(entry.parentPath, entry.name));
for (const path of ['.npmrc', 'node_modules/.bin', 'tools/images'])
  rmSync(path, { recursive: true, force: true });
for (const parent of ['apps', 'examples', 'libs', 'tools'])
  if (existsSync(parent) && readdirSync(parent).length === 0) rmSync(parent, { recursive: true });
