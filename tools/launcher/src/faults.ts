import { runCommand } from './run-command.ts';
import { testCommand } from './test-run.ts';
import { faults } from './test-stages.ts';

runCommand(testCommand([['faults', faults]], process.argv.slice(2)));
