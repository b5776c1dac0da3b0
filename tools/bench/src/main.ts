import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Refusal, ROOT, runCommand, terminalProgress } from '@portico/launcher';
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
  const file = join(ROOT, '.portico', 'bench.json');
  mkdirSync(join(ROOT, '.portico'), { recursive: true });
  const machine = describeMachine(result.postgresVersion);
  writeFileSync(file, JSON.stringify({ at: new Date().toISOString(), machine, ...result }, null, 2));
  for (const [name, summary] of Object.entries(result.profiles)) {
    console.log(`\n${profileTable(name, summary)}`);
    console.log(
      summary.functions
        .slice(0, 25)
        .map(([title, ms]) => `  ${ms.toFixed(0)} ms ${title}`)
        .join('\n'),
    );
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

runCommand(bench);
