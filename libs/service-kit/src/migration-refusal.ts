import { EnvironmentError } from './environment.js';

/** What a migration job ends with when it does not end with 0; the codes of the command line (docs/command-line.md). */
const EXIT_CODES = { refused: 1, misconfigured: 2, unreachable: 3 } as const;

/** Why a migration job did not do its work, in a sentence that says what to do. */
export class MigrationRefusal extends Error {
  override readonly name = 'MigrationRefusal';

  constructor(
    readonly kind: keyof typeof EXIT_CODES,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  // Starting up, shutting down, out of connections (PostgreSQL, appendix A).
  '57P01',
  '57P03',
  '53300',
]);

const SENTENCES: Readonly<Record<string, (role: string, database: string) => string>> = {
  '28P01': (role) => `the password of role ${role} is wrong: look at PORTICO_MIGRATION_DATABASE_URL`,
  '28000': (role) => `role ${role} may not sign in: look at PORTICO_MIGRATION_DATABASE_URL`,
  '3D000': (_, database) => `there is no database ${database}: make it, or run portico bootstrap databases`,
  '42501': (role, database) =>
    `role ${role} may not change the tables of ${database}: PORTICO_MIGRATION_DATABASE_URL needs the role that owns them`,
};

/** Whether an error of the database has a sentence of its own. */
export const isExplained = (error: unknown): boolean =>
  error instanceof MigrationRefusal || UNREACHABLE.has(codeOf(error)) || codeOf(error) in SENTENCES;

/** An error of the database as a sentence, where it is one that an operator can mend; any other as it is. */
export const explainDatabaseError = (error: unknown, ownerUrl: string): unknown => {
  if (error instanceof MigrationRefusal) return error;
  const { hostname, port, username, pathname } = new URL(ownerUrl);
  const code = codeOf(error);
  if (UNREACHABLE.has(code) || isTimeout(error))
    return new MigrationRefusal(
      'unreachable',
      `PostgreSQL at ${hostname}:${port || '5432'} cannot be reached (${code || 'no answer'}): nothing has been changed`,
      { cause: error },
    );
  const sentence = SENTENCES[code]?.(decodeURIComponent(username), pathname.slice(1));
  return sentence === undefined ? error : new MigrationRefusal('misconfigured', sentence, { cause: error });
};

/** The code of an error, or of the first of several, as where a name has two addresses. */
export const codeOf = (error: unknown): string => {
  const { code, errors } = (error ?? {}) as { code?: unknown; errors?: unknown[] };
  if (typeof code === 'string') return code;
  return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : '';
};

/** The pool of pg gives no code to this one. */
const isTimeout = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('timeout exceeded when trying to connect');

/**
 * Runs a migration job as a process of its own: its one line on stdout and exit code 0, or why not on stderr and 1
 * (refused, or a migration failed), 2 (the environment is wrong) or 3 (a server cannot be reached).
 */
export const runMigrationJob = async (job: () => Promise<string>): Promise<void> => {
  try {
    process.stdout.write(`${await job()}\n`);
  } catch (error) {
    const { kind, text } = describe(error);
    process.stderr.write(`cannot migrate:\n${text}\n`);
    process.exitCode = EXIT_CODES[kind];
  }
};

const describe = (error: unknown): { kind: keyof typeof EXIT_CODES; text: string } => {
  if (error instanceof MigrationRefusal) return { kind: error.kind, text: error.message };
  if (error instanceof EnvironmentError) return { kind: 'misconfigured', text: error.message };
  return { kind: 'refused', text: error instanceof Error ? (error.stack ?? error.message) : String(error) };
};
