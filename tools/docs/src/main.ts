import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderPages } from './pages.ts';

const root = join(import.meta.dirname, '../../..');
mkdirSync(join(root, 'docs/openapi'), { recursive: true });
for (const [path, page] of Object.entries(renderPages(root))) {
  writeFileSync(join(root, path), page);
  process.stdout.write(`${path}\n`);
}
