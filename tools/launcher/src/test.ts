import { readTestOptions } from './options.ts';
import { runCommand } from './run-command.ts';
import { testCommand } from './test-run.ts';
import { RUNS } from './test-stages.ts';

const { stages, jestArgs } = readTestOptions(process.argv.slice(2));
runCommand(
  testCommand(
    stages.map((stage) => [stage, RUNS[stage]]),
    jestArgs,
  ),
);
