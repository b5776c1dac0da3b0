import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exampleEnvironment, type Example, EXAMPLES } from './example-plan.ts';
import { type ExampleProgram, subscriberFolder, subscriberProgram } from './example-subscriber.ts';
import { ROOT } from './folders.ts';
import { addressesOf } from './house-plan.ts';
import { exampleSecretsIn } from './keys.ts';
import { DEFAULT_PORT_BASE } from './options.ts';
import { portPlan } from './ports.ts';
import { Refusal } from './refusal.ts';

// `npm run example -- <name> [argument …] [--port-base N]`: runs an example beside the house of `npm start`, also one
// that `nx g @portico/workspace:subscriber` has made.
const args = process.argv.slice(2);
const at = args.indexOf('--port-base');
const portBase = at < 0 ? DEFAULT_PORT_BASE : Number(args.splice(at, 2)[1]);
const [name = '', ...rest] = args;
const keys = join(ROOT, '.portico', String(portBase), 'keys');

const programOf = async (): Promise<ExampleProgram> => {
  const isExample = EXAMPLES.includes(name as Example);
  const folder = subscriberFolder(name);
  if (!isExample && !folder)
    throw new Refusal(`Say which example: ${EXAMPLES.join(', ')}, or a generated one.`);
  if (!existsSync(keys))
    throw new Refusal(`No house of npm start has been at port ${portBase}: start one first.`);
  if (folder) return await subscriberProgram(name, folder, portBase);
  const env = exampleEnvironment(name as Example, addressesOf(portPlan(portBase)), {
    exampleSecrets: exampleSecretsIn(keys),
  });
  return { program: join(ROOT, 'examples', name, 'src/main.ts'), env };
};

try {
  const { program, env } = await programOf();
  const child = spawn(process.execPath, [program, ...rest], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  child.on('exit', (code) => (process.exitCode = code ?? 0));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
