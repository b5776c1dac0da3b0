import { parseArgs } from 'node:util';
import { Refusal } from '@portico/launcher';

export interface BenchOptions {
  /** Writes docs/benchmarks.md anew. */
  write: boolean;
  /** Takes a CPU profile of broker and identity besides. */
  profile: boolean;
  rounds: number;
  /** Logins of one system in one round with all browsers. */
  logins: number;
}

export const BROWSERS = 8;

/** Reads what follows `npm run bench --`. Throws `Refusal` for what it does not know. */
export const readBenchOptions = (args: string[]): BenchOptions => {
  const { write, profile, rounds, logins } = parse(args);
  const options = { write, profile, rounds: Number(rounds), logins: Number(logins) };
  if (![options.rounds, options.logins].every((number) => Number.isInteger(number) && number > 0))
    throw new Refusal('--rounds and --logins are whole numbers from 1 on.');
  return options;
};

const parse = (args: string[]) => {
  try {
    return parseArgs({
      args,
      options: {
        write: { type: 'boolean', default: false },
        profile: { type: 'boolean', default: false },
        rounds: { type: 'string', default: '5' },
        logins: { type: 'string', default: '400' },
      },
    }).values;
  } catch {
    throw new Refusal(
      'npm run bench knows four options: npm run bench -- --write --profile --rounds 5 --logins 400',
    );
  }
};
