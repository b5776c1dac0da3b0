import { existsSync, globSync, readdirSync, rmSync } from 'node:fs';

// Leaves of the packages what runs: no types, no sources, no maps; and none of the stages' own files.
for (const file of globSync('**/node_modules/**/*.{ts,mts,cts,map}'))
  rmSync(file, { force: true, recursive: true });
for (const path of ['.npmrc', 'node_modules/.bin', 'tools/images'])
  rmSync(path, { recursive: true, force: true });
for (const parent of ['apps', 'examples', 'libs', 'tools'])
  if (existsSync(parent) && readdirSync(parent).length === 0) rmSync(parent, { recursive: true });
