import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderPages } from './pages.ts';

const root = join(import.meta.dirname, '../../..');

describe('the generated documentation', () => {
  it.each(Object.entries(renderPages(root)))('%s is as `npm run docs` writes it today', (path, page) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(page);
  });
});
