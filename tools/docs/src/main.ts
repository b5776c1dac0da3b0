import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { renderPages } from './pages.ts';

const root = join(import.meta.dirname, '../../..');
for (const [path, page] of Object.entries(renderPages(root))) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), page);
  process.stdout.write(`${path}\n`);
}
