import { join } from 'node:path';
import { ROOT } from './folders.ts';
import type { ProcessGroup, Task } from './process-group.ts';

/** Nx in its quiet form: no background process, no terminal interface, no colours. */
export const nxTask = (args: string[], env: Record<string, string>): Task => ({
  name: `nx ${args.join(' ')}`,
  command: process.execPath,
  args: [join(ROOT, 'node_modules', 'nx', 'dist', 'bin', 'nx.js'), ...args],
  env: { ...env, NX_DAEMON: 'false', NX_TUI: 'false', NO_COLOR: '1', FORCE_COLOR: '0' },
  cwd: ROOT,
});

/** Builds every project that has changed since it was built last. */
export const build = (group: ProcessGroup, env: Record<string, string>): Promise<void> =>
  group.run({ ...nxTask(['run-many', '-t', 'build', '--output-style=static'], env), name: 'The build' });
