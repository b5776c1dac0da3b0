import type { Problem } from '@portico/contracts';

/** What the command ends with, for scripts. */
export const EXIT = {
  done: 0,
  /** Portico, or the person at the terminal, said no. */
  refused: 1,
  /** The command line, its environment or a file that it was given is wrong. */
  misused: 2,
  unreachable: 3,
  /** Only with `--dry-run`, or without `--apply`: there is something to do. */
  wouldChange: 4,
} as const;

/** Ends the command with one sentence on stderr: what is wrong and what to do. */
export class Failure extends Error {
  readonly exitCode: number;
  /** What Portico answered, for `--json`. */
  readonly problem?: Problem;

  constructor(exitCode: number, message: string, problem?: Problem) {
    super(message);
    this.exitCode = exitCode;
    this.problem = problem;
  }
}

/** A problem (RFC 9457) as a person reads it: a sentence, and a line for each field that does not fit. */
export const refusedBy = (request: string, problem: Problem): Failure => {
  const fields = (problem.errors ?? []).map(
    ({ pointer, message, corrected }) =>
      `\n  ${pointer && `${pointer} `}${message}${corrected === undefined ? '' : ` (did you mean ${corrected}?)`}`,
  );
  const trace = problem.status >= 500 && problem.traceId ? ` Trace ${problem.traceId}.` : '';
  return new Failure(
    problem.status === 503 ? EXIT.unreachable : EXIT.refused,
    `${problem.detail} (${problem.code}, ${request})${trace}${fields.join('')}`,
    problem,
  );
};
