import type { Progress } from '@portico/launcher';
import { measure, type Measurement, type Watched } from './figures/measure.ts';
import { memoryMibOf } from './figures/processes.ts';
import { Profiled } from './figures/profile.ts';
import type { CpuProfile } from './figures/profile.rules.ts';
import { type Counted, type Figures, ratioOf, type Rounds, toFigures } from './figures/results.ts';
import type { Books, Statement } from './figures/statements.ts';
import { type HouseUnderLoad, pidOf } from './house-under-load.ts';
import { BROWSERS, type BenchOptions } from './options.ts';

export interface BenchResult {
  ratio: { median: number; rounds: number[] };
  systems: Figures[];
  postgresVersion: string;
  /** The statements of one Portico login, as counted, the most expensive first. */
  statements: Statement[];
  /** By process. */
  profiles: Record<string, CpuProfile>;
}

const ALONE = 60;
const COUNTED = 120;
const WARM_UP = 400;

/** Rounds in alternation, then the counting of statements, then the profile: nothing that costs stands beside the rounds. */
export const runBench = async (
  under: HouseUnderLoad,
  { rounds, logins, profile }: BenchOptions,
  progress: Progress,
): Promise<BenchResult> => {
  const { portico, bare, books } = under;
  await progress.step(`Warming up, ${WARM_UP} logins each`, async () => {
    for (const watched of [portico, bare]) check(await load(watched, WARM_UP));
  });
  const of = { portico: emptyRounds(), bare: emptyRounds() };
  for (let round = 1; round <= rounds; round += 1) {
    await progress.step(`Round ${round}: ${logins} logins each, ${BROWSERS} browsers, then one`, async () => {
      await addRound(of.portico, portico, logins);
      await addRound(of.bare, bare, logins);
    });
  }
  const [counts, statements] = await progress.step(`Counting statements of ${COUNTED} logins each`, () =>
    countBoth(portico, bare, books),
  );
  const profiles = profile
    ? await progress.step('A CPU profile of broker and identity', () => takeProfiles(under, logins))
    : {};
  return {
    ratio: ratioOf(of.portico, of.bare),
    systems: [
      toFigures(portico.system.name, of.portico, counts.portico),
      toFigures(bare.system.name, of.bare, counts.bare),
    ],
    postgresVersion: await books.version(),
    statements,
    profiles,
  };
};

const emptyRounds = (): Rounds => ({ together: [], alone: [] });

const addRound = async (rounds: Rounds, watched: Watched, logins: number): Promise<void> => {
  rounds.together.push(await load(watched, logins));
  rounds.alone.push(await load(watched, ALONE, 1));
};

const load = (watched: Watched, logins: number, browsers = BROWSERS): Promise<Measurement> =>
  measure(watched, { browsers, logins });

/** A system that fails while it is warmed up has nothing to be measured. */
const check = ({ failures }: Measurement): void => {
  if (failures.length > 0) throw new Error(`${failures.length} logins failed, the first: ${failures[0]}`);
};

const countBoth = async (
  portico: Watched,
  bare: Watched,
  books: Books,
): Promise<[{ portico: Counted; bare: Counted }, Statement[]]> => {
  const ofPortico = await count(portico, books);
  const ofBare = await count(bare, books);
  return [{ portico: ofPortico.counted, bare: ofBare.counted }, ofPortico.statements];
};

const count = async (
  watched: Watched,
  books: Books,
): Promise<{ counted: Counted; statements: Statement[] }> => {
  await books.count(true);
  const before = await books.writingTransactions();
  const { logins } = await load(watched, COUNTED);
  const writing = (await books.writingTransactions()) - before;
  const statements = (await books.statements()).map(({ calls, milliseconds, ...rest }) => ({
    ...rest,
    calls: calls / logins,
    milliseconds: milliseconds / logins,
  }));
  await books.count(false);
  return {
    statements,
    counted: {
      memoryMib: watched.pids.reduce((sum, pid) => sum + memoryMibOf(pid), 0),
      statements: statements.reduce((sum, { calls }) => sum + calls, 0),
      writingTransactions: writing / logins,
    },
  };
};

const takeProfiles = async (
  { house, portico }: HouseUnderLoad,
  logins: number,
): Promise<Record<string, CpuProfile>> => {
  const names = ['broker-1', 'identity-1'];
  const logOf = (name: string): string =>
    house.group.list().find((process) => process.name === name)?.logFile ?? '';
  const begun = await Promise.all(names.map((name) => Profiled.begin(pidOf(house, name), logOf(name))));
  await load(portico, logins);
  const profiles = await Promise.all(begun.map((profiled) => profiled.end()));
  return Object.fromEntries(names.map((name, index) => [name, profiles[index] as CpuProfile]));
};
