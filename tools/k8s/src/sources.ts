import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { K8S, type Overlay } from './folders.ts';

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** A hash over everything that an overlay is made from: names and contents. */
export const hashSources = (overlay: Overlay, folder = K8S): string => {
  const parts = ['base', 'components', join('overlays', overlay)];
  const files = parts.flatMap((part) => filesIn(join(folder, part)));
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    const content = readFileSync(file);
    hash.update(`${relative(folder, file)}\0${String(content.length)}\0`).update(content);
  }
  return hash.digest('hex');
};
