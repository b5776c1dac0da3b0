import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exampleEnvironment, type Example, EXAMPLES } from './example-plan.ts';
import { ROOT } from './folders.ts';
import { addressesOf } from './house-plan.ts';
import { exampleSecretsIn } from './keys.ts';
import { DEFAULT_PORT_BASE } from './options.ts';
import { portPlan } from './ports.ts';

// `npm run example -- <name> [argument …] [--port-base N]`: runs an example beside the house of `npm start`.
const args = process.argv.slice(2);
const at = args.indexOf('--port-base');
const portBase = at < 0 ? DEFAULT_PORT_BASE : Number(args.splice(at, 2)[1]);
const [name = '', ...rest] = args;
const keys = join(ROOT, '.portico', String(portBase), 'keys');

const complain = (sentence: string): void => {
  console.error(sentence);
  process.exitCode = 2;
};

if (!EXAMPLES.includes(name as Example)) complain(`Say which example: ${EXAMPLES.join(', ')}.`);
else if (!existsSync(keys)) complain(`No house of npm start has been at port ${portBase}: start one first.`);
else {
  const env = exampleEnvironment(name as Example, addressesOf(portPlan(portBase)), {
    exampleSecrets: exampleSecretsIn(keys),
  });
  const program = join(ROOT, 'examples', name, 'src/main.ts');
  const child = spawn(process.execPath, [program, ...rest], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  child.on('exit', (code) => (process.exitCode = code ?? 0));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
}
