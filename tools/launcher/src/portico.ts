import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { nxTask } from './build.ts';
import { ROOT } from './folders.ts';

/** Ends as this process does: the terminal and its signals belong to the command. */
const run = (args: string[], env: NodeJS.ProcessEnv, output: 'inherit' | 'pipe') =>
  new Promise<{ code: number; output: string }>((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['inherit', output, output] });
    const told: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => told.push(chunk.toString()));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => child.kill(signal));
    process.once('disconnect', () => child.kill('SIGTERM'));
    process.channel?.unref();
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve({ code: code ?? 128 + (signal ? constants.signals[signal] : 0), output: told.join('') }),
    );
  });

// `npm run portico`: builds the command and what it runs, unless nothing has changed, and says nothing of it unless it fails.
const { args, env } = nxTask(['run', '@portico/portico-cli:build', '--output-style=static'], {});
const built = await run(args, { ...process.env, ...env }, 'pipe');
if (built.code === 0) {
  const main = join(ROOT, 'tools/portico/dist/main.js');
  process.exitCode = (await run([main, ...process.argv.slice(2)], process.env, 'inherit')).code;
} else {
  process.stderr.write(`${built.output}\nThe command could not be built.\n`);
  process.exitCode = 1;
}
