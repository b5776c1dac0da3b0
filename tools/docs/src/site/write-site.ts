import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSite } from './site.ts';

/** Writes the site anew into a folder and says how many files it has. */
export const writeSite = (root: string, folder: string): number => {
  const site = buildSite(root);
  rmSync(folder, { recursive: true, force: true });
  for (const [address, file] of site) {
    const path = join(folder, address);
    mkdirSync(dirname(path), { recursive: true });
    if ('text' in file) writeFileSync(path, file.text);
    else copyFileSync(file.copyOf, path);
  }
  return site.size;
};
