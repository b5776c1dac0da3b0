import { parseArgs } from 'node:util';
import { Refusal } from '../refusal.ts';

export interface RollOutOptions {
  /** The commit of the release before. */
  from: string;
  /** How many replicas of each service stand behind its address. */
  replicas: number;
  /** Writes libs/testing/kept anew, from the data of the release before. */
  keepData: boolean;
}

/** The last commit before Portico could be deployed: what the first deployments are upgraded from. */
const RELEASE_BEFORE = '9ff3355';

const USAGE =
  'npm run roll-out knows three options: npm run roll-out -- --from <commit> --replicas 2 --keep-data';

/** Reads what follows `npm run roll-out --`. Throws `Refusal` for what it does not know. */
export const readRollOutOptions = (args: string[]): RollOutOptions => {
  const values = parse(args);
  const replicas = Number(values.replicas);
  if (!Number.isInteger(replicas) || replicas < 2 || replicas > 5)
    throw new Refusal(
      '--replicas is a whole number from 2 to 5: one replica alone cannot be replaced unnoticed.',
    );
  if (!/^[\w./~^-]+$/.test(values.from)) throw new Refusal(USAGE);
  return { from: values.from, replicas, keepData: values['keep-data'] };
};

const parse = (args: string[]) => {
  try {
    return parseArgs({
      args,
      options: {
        from: { type: 'string', default: RELEASE_BEFORE },
        replicas: { type: 'string', default: '2' },
        'keep-data': { type: 'boolean', default: false },
      },
    }).values;
  } catch {
    throw new Refusal(USAGE);
  }
};
