/**
 * The door of `npm start`, `npm test` and the other commands of this table. Runs on any Node from 18 on with nothing
 * installed: brings Node and the dependencies up to date, then hands over to the command's own program.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies } from './bootstrap/install-dependencies.mjs';
import { installNode } from './bootstrap/install-node.mjs';
import { relay } from './bootstrap/relay.mjs';
import { Refusal } from './bootstrap/run-npm.mjs';

const COMMANDS = {
  start: 'launcher/src/start.ts',
  example: 'launcher/src/example.ts',
  test: 'launcher/src/test.ts',
  faults: 'launcher/src/faults.ts',
  'roll-out': 'launcher/src/roll-out/main.ts',
  proofs: 'launcher/src/proofs.ts',
  conformance: 'launcher/src/conformance.ts',
  images: 'images/src/main.ts',
  bench: 'bench/src/main.ts',
  timing: 'bench/src/timing/main.ts',
  dashboards: 'bench/src/dashboards/main.ts',
  obedience: 'bench/src/obedience/main.ts',
  portico: 'launcher/src/portico.ts',
};
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const main = async ([command, ...args]) => {
  const program = Object.hasOwn(COMMANDS, command ?? '') && COMMANDS[command];
  if (!program) throw new Refusal(`Say which command: ${Object.keys(COMMANDS).join(', ')}.`);
  const node = await installNode(root);
  await installDependencies(root, node);
  process.exitCode = await relay(root, node, join(root, 'tools', program), args);
};

main(process.argv.slice(2)).catch((error) => {
  console.error(error instanceof Refusal ? `\n${error.message}` : error);
  process.exitCode = 1;
});
