import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { exampleEnvironment, type Example, type HouseDescription } from '@portico/launcher';
import { eventually } from './eventually.js';

const examples = join(import.meta.dirname, '../../../examples');

/** One of the examples as `npm run example` starts it, with what it has printed so far. */
export class ExampleProcess {
  printed = '';
  private readonly child: ChildProcess;

  constructor(
    { addresses, keys }: Pick<HouseDescription, 'addresses' | 'keys'>,
    name: Example,
    { args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
  ) {
    this.child = spawn(process.execPath, [join(examples, name, 'src/main.ts'), ...args], {
      env: { ...exampleEnvironment(name, addresses, keys), ...env },
    });
    const hear = (chunk: Buffer): string => (this.printed += chunk.toString());
    this.child.stdout?.on('data', hear);
    this.child.stderr?.on('data', hear);
  }

  /** Waits until it has printed something of this form; gives the first group, or all of it. */
  async prints(pattern: RegExp): Promise<string> {
    await eventually(() => Promise.resolve(pattern.test(this.printed)));
    const [all = '', group = all] = pattern.exec(this.printed) ?? [];
    return group;
  }

  /** Waits for its end; gives all that it has printed. */
  async ends(): Promise<string> {
    if (this.child.exitCode === null) await once(this.child, 'exit');
    return this.printed;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }
}
