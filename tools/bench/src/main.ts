import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Refusal, ROOT, runCommand, terminalProgress } from '@portico/launcher';
import { type ProfileSummary, readProfile } from './figures/profile.rules.ts';
import { canMeasure } from './figures/processes.ts';
import { LOAD_STEPS, openHouse } from './house-under-load.ts';
import { type BenchOptions, readBenchOptions } from './options.ts';
import { writePage } from './page.ts';
import { describeMachine, figuresTable, profileTable, ratioLine, statementsTable } from './report.ts';
import { type BenchResult, runBench } from './run-bench.ts';

/** Warm-up and counting; the house and the rounds count themselves. */
const stepsOf = ({ rounds, profile }: BenchOptions): number => 2 + LOAD_STEPS + rounds + (profile ? 1 : 0);

const bench: Command = async (onStop) => {
  if (!canMeasure())
    throw new Refusal(
      'The figures come from /proc, so this needs Linux (a container or a virtual machine will do).',
    );
  const options = readBenchOptions(process.argv.slice(2));
  const progress = terminalProgress(stepsOf(options));
  let close = (): Promise<void> => Promise.resolve();
  onStop(() => close());
  const under = await openHouse(progress, {
    inspect: options.profile,
    onClose: (how) => (close = how),
  });
  const result = await runBench(under, options, progress);
  await under.books.close();
  show(result);
  if (options.write) writePage(result);
  return result.systems.some(({ failures }) => failures.length > 0) ? 1 : 0;
};

const show = (result: BenchResult): void => {
  const { profiles, ...figures } = result;
  const machine = describeMachine(result.postgresVersion);
  keep('bench.json', { at: new Date().toISOString(), machine, ...figures });
  for (const [name, profile] of Object.entries(profiles)) {
    const summary = readProfile(profile);
    console.log(`\n${profileTable(name, summary)}\n${functionLines(summary)}`);
    // For Chrome's developer tools, which want this ending.
    keep(`${name}.cpuprofile`, profile);
  }
  console.log(`\n${statementsTable(result)}`);
  console.log(`\n${machine}\n\n${figuresTable(result.systems)}\n\n${ratioLine(result)}`);
  const failures = result.systems.flatMap((system) =>
    system.failures.map((text) => `${system.name}: ${text}`),
  );
  if (failures.length > 0)
    console.log(`\n${failures.length} logins failed:\n${failures.slice(0, 5).join('\n')}`);
  console.log(`\nEverything, each round's figures included: .portico/bench.json`);
};

const keep = (name: string, content: object): void => {
  const folder = join(ROOT, '.portico');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), JSON.stringify(content, null, 2));
};

const MOST_FUNCTIONS = 25;

const functionLines = ({ functions }: ProfileSummary): string =>
  functions
    .slice(0, MOST_FUNCTIONS)
    .map(([title, milliseconds]) => `  ${milliseconds.toFixed(0)} ms ${title}`)
    .join('\n');

runCommand(bench);
