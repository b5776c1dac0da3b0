import { join } from 'node:path';
import { findBrokenPromises } from './release-changes.rules.ts';
import { readReleased, releaseOf, writeReleased } from './release.ts';

/** `npm run freeze`: what is here today becomes what later changes are held against. */
const root = join(import.meta.dirname, '../../../..');
const today = releaseOf(root);
const broken = process.argv.includes('--first') ? [] : findBrokenPromises(readReleased(root), today);
if (broken.length > 0) {
  process.stderr.write(`${broken.join('\n')}\n`);
  process.exitCode = 1;
} else {
  writeReleased(root, today);
  process.stdout.write(`Version ${today.version} is what later changes are held against.\n`);
}
