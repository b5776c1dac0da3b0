/**
 * The door of `npm start`, `npm test`, `npm run faults` and `npm run proofs`. Runs on any Node from 18 on with nothing installed:
 * brings Node and the dependencies up to date, then hands over to `src/<command>.ts`.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies } from './bootstrap/install-dependencies.mjs';
import { installNode } from './bootstrap/install-node.mjs';
import { relay } from './bootstrap/relay.mjs';
import { Refusal } from './bootstrap/run-npm.mjs';

const COMMANDS = ['start', 'test', 'faults', 'proofs'];
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const main = async ([command, ...args]) => {
  if (!COMMANDS.includes(command)) throw new Refusal(`Say which command: ${COMMANDS.join(', ')}.`);
  const node = await installNode(root);
  await installDependencies(root, node);
  process.exitCode = await relay(root, node, join(root, 'tools', 'launcher', 'src', `${command}.ts`), args);
};

main(process.argv.slice(2)).catch((error) => {
  console.error(error instanceof Refusal ? `\n${error.message}` : error);
  process.exitCode = 1;
});
