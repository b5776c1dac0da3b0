import { runCommand } from './run-command.ts';
import { runJest, serversForTests, type TestRun } from './run-jest.ts';
import type { Counts } from './results.ts';
import { testCommand } from './test-run.ts';

/** Replays the modules of the conformance suite and records what they find in docs/conformance.json. */
const replay = async (run: TestRun): Promise<Counts> =>
  await runJest(run, 'conformance', ['--testMatch', '**/broker/src/conformance/*.int.spec.ts', '-i'], {
    ...(await serversForTests(run)),
    PORTICO_TEST_RECORD: '1',
  });

runCommand(testCommand([['conformance', replay]], process.argv.slice(2)));
