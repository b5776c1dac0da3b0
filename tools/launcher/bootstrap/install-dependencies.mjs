import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { matchesLock } from './installed-packages.mjs';
import { runNpm } from './run-npm.mjs';

const MEGABYTES = 110;

const readJson = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

/** Installs the packages of the lock, if `node_modules` does not hold them already. Runs none of their scripts. */
export const installDependencies = async (root, node) => {
  const lock = readJson(join(root, 'package-lock.json'));
  if (matchesLock(lock, readJson(join(root, 'node_modules', '.package-lock.json')))) return;
  console.log(
    `Installing the packages of package-lock.json into node_modules/ (download about ${MEGABYTES} MB)`,
  );
  const startedAt = Date.now();
  await runNpm(root, node, ['ci', '--ignore-scripts'], 'the dependencies');
  console.log(`  done, ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
};
