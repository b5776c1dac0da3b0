import { constants } from 'node:os';
import { Refusal } from './refusal.ts';

/** A command of the launcher: says how to stop what it has started, and gives an exit code. */
export type Command = (onStop: (stop: () => Promise<void>) => void) => Promise<number>;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs a command so that nothing it started outlives it: neither a signal, nor a failure, nor the end of its caller. */
export const runCommand = (command: Command): void => {
  let stop = (): Promise<void> => Promise.resolve();
  let ending = false;
  const end = async (code: number, farewell?: string): Promise<void> => {
    if (ending) return;
    ending = true;
    if (farewell) console.log(farewell);
    await stop().catch((error: unknown) => console.error(error));
    process.exit(code);
  };
  for (const signal of SIGNALS)
    process.on(signal, () => void end(128 + constants.signals[signal], '\nStopping …'));
  process.on('disconnect', () => void end(1));
  process.channel?.unref();
  // A closed terminal must not keep us from cleaning up.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

  command((how) => (stop = how)).then(end, (error: unknown) => {
    if (!ending) console.error(error instanceof Refusal ? `\n${error.message}` : error);
    void end(1);
  });
};
