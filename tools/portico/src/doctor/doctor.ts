import { existsSync } from 'node:fs';
import { SERVICES } from '@portico/deployment';
import type { Command } from 'commander';
import { EXIT } from '../failure.js';
import { addKeyOption, type KeyOptions, keyDirectoryOf } from '../key-place.js';
import { demoOf } from '../portico.js';
import { Terminal } from '../terminal.js';
import { checkDatabase } from './check-database.js';
import { checkEgress } from './check-egress.js';
import { checkApi, checkIssuer } from './check-issuer.js';
import { checkKeys } from './check-keys.js';
import { checkNats } from './check-nats.js';
import type { Check, Finding } from './finding.js';
import { type Diagnosis, runChecks } from './run-checks.js';

interface Options extends KeyOptions {
  egressUrl?: string[];
}

/** All of them run side by side, so this is how long the command takes at most. */
const DEADLINE_MS = 15_000;

/** `portico doctor`: what is wrong with a deployment, seen from where it runs, and how to mend it. */
export const addDoctorCommand = (program: Command): void => {
  addKeyOption(program.command('doctor'))
    .description(
      'Looks at keys, databases, NATS, issuer, clocks and the way out, and says how to mend what is wrong.',
    )
    .option('--egress-url <issuer...>', 'issuers of identity providers that must be reachable from here')
    .action(doctor);
};

const doctor = async (_options: object, command: Command): Promise<void> => {
  const options = command.optsWithGlobals<Options>();
  const diagnosis = await diagnose(options, process.env);
  new Terminal(options).show(diagnosis, () => linesOf(diagnosis));
  if (diagnosis.findings.some(({ level }) => level === 'error')) process.exitCode = EXIT.refused;
};

/** Looks at a deployment from here, by the directory and the addresses that are told. */
export const diagnose = async (options: Options, env: Environment): Promise<Diagnosis> =>
  await runChecks(checksOf(options, env), DEADLINE_MS);

type Environment = Record<string, string | undefined>;

const environmentOf = (options: Options, env: Environment): Environment => {
  const demo = demoOf(options);
  if (!demo)
    return {
      ...env,
      PORTICO_PUBLIC_URL: env['PORTICO_PUBLIC_URL'] ?? env['PORTICO_URL'],
    };
  const at = (place: number): string => `http://localhost:${demo.portBase + place}`;
  return {
    PORTICO_PUBLIC_URL: at(1),
    PORTICO_SSO_CONFIG_URL: at(2),
    PORTICO_IDENTITY_URL: at(3),
    NATS_URL: `nats://127.0.0.1:${demo.portBase + 11}`,
  };
};

const checksOf = (options: Options, given: Environment): Check[] => {
  const env = environmentOf(options, given);
  const directory = keyDirectoryOf(options);
  const issuer = env['PORTICO_PUBLIC_URL'];
  const serious = env['NODE_ENV'] === 'production' || issuer?.startsWith('https:') === true;
  const needing = (name: string, run: (value: string) => Promise<Finding[]>) => ({
    run: async () => await run(env[name] ?? ''),
    needs: env[name] ? undefined : name,
  });
  return [
    { name: 'keys', area: 'keys', run: async () => await checkKeys(directory, serious) },
    ...SERVICES.map((service) => ({
      name: `database of ${service}`,
      area: 'database' as const,
      run: async () => await checkDatabase(directory, service),
      needs: existsSync(directory.databaseUrl(service)) ? undefined : directory.databaseUrl(service),
    })),
    { name: 'NATS', area: 'nats', ...needing('NATS_URL', (url) => checkNats(directory, url)) },
    { name: 'issuer', area: 'issuer', ...needing('PORTICO_PUBLIC_URL', checkIssuer) },
    ...['PORTICO_SSO_CONFIG_URL', 'PORTICO_IDENTITY_URL'].map((name) => ({
      name,
      area: 'issuer' as const,
      ...needing(name, (url) => checkApi(name, url)),
    })),
    { name: 'egress', area: 'egress', run: async () => await checkEgress(egressOf(options, env)) },
  ];
};

const egressOf = ({ egressUrl = [] }: Options, env: Environment) => ({
  issuer: env['PORTICO_PUBLIC_URL'] ?? '',
  allowed: env['PORTICO_EGRESS_ALLOW'] ?? '',
  providers: egressUrl,
  proxied: Boolean(env['HTTPS_PROXY'] ?? env['https_proxy']),
});

const linesOf = ({ findings, checked, notChecked }: Diagnosis): string[] => [
  ...findings.flatMap(({ level, area, what, mend }) => [`${level}  ${area}: ${what}`, `       ${mend}`]),
  ...notChecked.map(({ name, needs }) => `not looked at: ${name} (${needs} is not there)`),
  `${checked.length} looked at, ${findings.filter(({ level }) => level === 'error').length} errors, ${findings.filter(({ level }) => level === 'warning').length} warnings.`,
];
