import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isUsable, nodePackage } from './node-choice.mjs';
import { Refusal, runNpm } from './run-npm.mjs';

const installed = (folder, version) => {
  const description = join(folder, 'package.json');
  return existsSync(description) && JSON.parse(readFileSync(description, 'utf8')).version === version;
};

/** The path of a Node that Portico runs on: the running one, or one installed into `.tools/`. */
export const installNode = async (root) => {
  if (isUsable(process.version)) return process.execPath;
  const wanted = nodePackage(process.platform, process.arch);
  const byHand = 'install Node 24 (nodejs.org), then run this again.';
  if (!wanted)
    throw new Refusal(
      `There is no Node for ${process.platform}-${process.arch} on the npm registry: ${byHand}`,
    );

  const folder = join(root, '.tools', 'node_modules', wanted.name);
  if (!installed(folder, wanted.version)) {
    console.log(
      `Node ${process.version.slice(1)} does not run Portico: installing Node ${wanted.version} into .tools/ (download ${wanted.megabytes} MB)`,
    );
    const startedAt = Date.now();
    await runNpm(
      root,
      process.execPath,
      [
        'install',
        '--no-save',
        '--ignore-scripts',
        '--prefix',
        join(root, '.tools'),
        `${wanted.name}@${wanted.version}`,
      ],
      `Node ${wanted.version}`,
    );
    console.log(`  done, ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  }
  const node = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (spawnSync(node, ['--version']).status !== 0)
    throw new Refusal(`Node ${wanted.version} from npm does not run on this system: ${byHand}`);
  return node;
};
