import type { Command } from 'commander';
import { EXIT } from '../failure.js';
import { Portico } from '../portico.js';
import { IMPORT_SCOPES, ImportCognito } from './import-cognito.js';
import { readHanded } from './read-export.js';
import { reportLines } from './report-text.rules.js';
import { changesAnything } from './report.rules.js';

interface ImportOptions {
  mapping: string;
  apply?: true;
  secretsFile: string;
}

/** `portico cognito …`: moving over from Amazon Cognito (docs/moving-from-cognito.md). */
export const addCognitoCommands = (program: Command): void => {
  program
    .command('cognito')
    .description('Moving over from Amazon Cognito.')
    .command('import <paths...>')
    .description(
      'Brings what the AWS CLI has printed into Portico; without --apply only says what that would do.',
    )
    .requiredOption('--mapping <file>', 'YAML: which provider, client and user is of which tenant')
    .option('--apply', 'do it')
    .option('--secrets-file <path>', 'where the secrets of new applications go', 'portico-secrets.json')
    .action(async (paths: string[], options: ImportOptions, command: Command) => {
      const portico = new Portico(command, IMPORT_SCOPES);
      const handed = readHanded(paths, options.mapping);
      const apply = options.apply ?? false;
      const report = await new ImportCognito(portico, options.secretsFile).run(handed, apply);
      portico.show(report, () => reportLines(report));
      if (report.items.some(({ outcome }) => outcome === 'refused')) process.exitCode = EXIT.refused;
      else if (!apply && changesAnything(report.items)) process.exitCode = EXIT.wouldChange;
    });
};
