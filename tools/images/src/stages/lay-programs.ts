import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { argument } from './arguments.ts';
import { closureOf, readImages } from './workspace-map.ts';

// Lays what was built into one folder for each image, as it lies in the repository. A source map holds the source.
const target = argument(0, 'the folder to lay the programs into');
for (const [service, programs] of Object.entries(readImages('.'))) {
  const image = join(target, service);
  mkdirSync(image, { recursive: true });
  cpSync('LICENSE', join(image, 'LICENSE'));
  for (const folder of closureOf('.', programs)) {
    const built = join(folder, 'dist');
    if (!existsSync(built)) throw new Error(`${folder} has not been built`);
    cpSync(built, join(image, built), { recursive: true, filter: (path) => !path.endsWith('.map') });
  }
}
