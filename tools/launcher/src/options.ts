import { parseArgs } from 'node:util';
import { Refusal } from './refusal.ts';

export interface StartOptions {
  /** Forget everything of earlier starts first. */
  fresh: boolean;
  /** The port of the dashboard; every other port follows from it. */
  portBase: number;
}

export const DEFAULT_PORT_BASE = 3000;
const LOWEST_BASE = 1024;
/** The management port of the last service is the base + 6005. */
const HIGHEST_BASE = 65535 - 6005;

/** Reads what follows `npm start --`. Throws `Refusal` for an unknown option or a port base out of range. */
export const readStartOptions = (args: string[]): StartOptions => {
  const values = parseOrRefuse(args);
  const portBase = values['port-base'] === undefined ? DEFAULT_PORT_BASE : Number(values['port-base']);
  if (!Number.isInteger(portBase) || portBase < LOWEST_BASE || portBase > HIGHEST_BASE) {
    throw new Refusal(`--port-base is a whole number from ${LOWEST_BASE} to ${HIGHEST_BASE}.`);
  }
  return { fresh: values.fresh ?? false, portBase };
};

const parseOrRefuse = (args: string[]) => {
  try {
    return parseArgs({ args, options: { fresh: { type: 'boolean' }, 'port-base': { type: 'string' } } })
      .values;
  } catch {
    throw new Refusal('npm start knows two options: npm start -- --fresh --port-base 4000');
  }
};

export const STAGES = ['lint', 'types', 'unit', 'integration', 'browser'] as const;
export type Stage = (typeof STAGES)[number];

export interface TestOptions {
  stages: readonly Stage[];
  /** Passed to Jest, such as a path or `-t name`. */
  jestArgs: string[];
}

const isStage = (word: string): word is Stage => (STAGES as readonly string[]).includes(word);

/** Reads what follows `npm test --`: names of stages, then words for Jest. No stage means all of them. */
export const readTestOptions = (args: string[]): TestOptions => {
  const end = args.findIndex((word) => !isStage(word));
  const named = (end < 0 ? args : args.slice(0, end)).filter(isStage);
  const jestArgs = end < 0 ? [] : args.slice(end);
  return { stages: named.length > 0 ? STAGES.filter((stage) => named.includes(stage)) : STAGES, jestArgs };
};
