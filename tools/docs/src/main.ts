import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { renderPages } from './pages.ts';
import { writeSite } from './site/write-site.ts';

const root = join(import.meta.dirname, '../../..');
for (const [path, page] of Object.entries(renderPages(root))) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), page);
  process.stdout.write(`${path}\n`);
}
const files = writeSite(root, join(root, 'dist/docs'));
process.stdout.write(`dist/docs: the site of ${files} files; open dist/docs/index.html\n`);
