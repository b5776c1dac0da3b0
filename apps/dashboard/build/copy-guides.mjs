import { cpSync, existsSync, rmSync } from 'node:fs';

/** Copies the guides of the repository beside the program: an image has no docs folder. */
export const copyGuides = (from, to) => ({
  name: 'portico:copy-guides',
  apply: 'build',
  closeBundle: () => {
    rmSync(to, { recursive: true, force: true });
    if (existsSync(from)) cpSync(from, to, { recursive: true });
  },
});
