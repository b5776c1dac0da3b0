import { Command, CommanderError } from 'commander';
import { addApplicationCommands } from './applications.js';
import { addBootstrapCommands } from './bootstrap/bootstrap-commands.js';
import { addCognitoCommands } from './cognito/cognito-commands.js';
import { EXIT, Failure } from './failure.js';
import { addDoctorCommand } from './doctor/doctor.js';
import { addEventCommands } from './events/event-commands.js';
import { addKeyCommands } from './keys.js';
import { addMigrateCommand } from './migrate/migrate.js';
import { addResourceServerCommands } from './resource-servers.js';
import { addSubscriberCommands } from './subscribers/subscriber-commands.js';
import { addTenantCommands } from './tenants/tenant-commands.js';
import { addUserCommands } from './users/user-commands.js';

const ENVIRONMENT = `
The environment names the machine application that the command acts for:
  PORTICO_URL                  the issuer, such as https://login.example.com
  PORTICO_CLIENT_ID            the machine application
  PORTICO_CLIENT_SECRET        its secret, or PORTICO_CLIENT_SECRET_FILE with a path
  PORTICO_SSO_CONFIG_URL       only for commands that set tenants and connections up
  PORTICO_IDENTITY_URL         only for commands that export or import users

Exit codes: 0 done, 1 refused, 2 wrong use, 3 Portico cannot be reached, 4 a dry run would change something.
All of it: docs/command-line.md`;

/** Every command; each group is a file of its own. */
const program = (): Command => {
  const portico = new Command('portico')
    .description('Sets Portico up, and works with a running one through its public APIs.')
    .option('--json', 'the result as JSON on stdout')
    .option('--demo', 'the house that npm start has set up on this machine, instead of the environment')
    .option('--port-base <port>', 'with --demo: the port base that npm start was given', '3000')
    .addHelpText('after', ENVIRONMENT)
    .exitOverride();
  addBootstrapCommands(portico);
  addMigrateCommand(portico);
  addDoctorCommand(portico);
  addApplicationCommands(portico);
  addKeyCommands(portico);
  addResourceServerCommands(portico);
  addTenantCommands(portico);
  addUserCommands(portico);
  addCognitoCommands(portico);
  addSubscriberCommands(portico);
  addEventCommands(portico);
  return portico;
};

/** Runs one command; gives the exit code. Failures are told on stderr in a sentence, or as JSON if that was asked for. */
export const runPortico = async (args: string[]): Promise<number> => {
  try {
    await program().parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    // Commander has told what is wrong; help is no failure.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.misused;
    if (!(error instanceof Failure)) throw error;
    const { message, problem, exitCode } = error;
    const asJson = args.includes('--json');
    process.stderr.write(`${asJson ? JSON.stringify(problem ?? { detail: message }, null, 2) : message}\n`);
    return exitCode;
  }
};
