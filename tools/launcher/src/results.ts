/** What came of one part of `npm test`. */
export interface Counts {
  passed: number;
  failed: number;
}

/** The members of Jest's report that count (`--json`). */
export interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numRuntimeErrorTestSuites: number;
  success: boolean;
  /** One a file. */
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
}

/** A stage that ended without saying what it counted. */
export const CRASHED: Counts = { passed: 0, failed: 1 };

/**
 * Counts a run of Jest. What was skipped or only planned counts as failed, as does a file that could not run;
 * a run that found nothing, or was unhappy for a reason of its own, is one failure.
 */
export const jestCounts = (report: JestReport, exitCode: number): Counts => {
  const failed =
    report.numFailedTests + report.numPendingTests + report.numTodoTests + report.numRuntimeErrorTestSuites;
  const unexplained = failed === 0 && (exitCode !== 0 || !report.success || report.numPassedTests === 0);
  return { passed: report.numPassedTests, failed: unexplained ? 1 : failed };
};

/** The files that failed, or could not run. */
export const failedFiles = ({ testResults }: JestReport): string[] =>
  testResults.filter(({ status }) => status !== 'passed').map(({ name }) => name);

/** What the first run counts but for the files that failed in it, for which the second counts. */
export const countRepeated = (first: JestReport, second: Counts): Counts => {
  const passed = first.testResults
    .filter(({ status }) => status === 'passed')
    .flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status === 'passed'));
  return { passed: passed.length + second.passed, failed: second.failed };
};

/** Counts one check a project, from what `nx run-many` says at its end. */
export const nxCounts = (projects: string[], output: string, exitCode: number): Counts => {
  const end = output.slice(output.lastIndexOf('Failed tasks:'));
  const failed = output.includes('Failed tasks:')
    ? projects.filter((project) => new RegExp(`^- ${project}:`, 'm').test(end)).length
    : 0;
  if (failed === 0 && (exitCode !== 0 || projects.length === 0))
    return { passed: 0, failed: Math.max(1, projects.length) };
  return { passed: projects.length - failed, failed };
};

/** Counts one check a project, from the errors of `tsc --build`. */
export const typeCounts = (projects: string[], output: string, exitCode: number): Counts => {
  const failed = projects.filter((project) =>
    new RegExp(`^${project}/[^\n]*error TS`, 'm').test(output),
  ).length;
  if (failed === 0 && exitCode !== 0) return { passed: 0, failed: projects.length };
  return { passed: projects.length - failed, failed };
};

/** A table of the stages, and the sum alone on the last line. */
export const summary = (results: { name: string; counts: Counts; seconds: number }[]): string => {
  const rows = results.map(
    ({ name, counts, seconds }) =>
      `  ${name.padEnd(14)}${String(counts.passed).padStart(5)} passed ${String(counts.failed).padStart(4)} failed ${seconds.toFixed(0).padStart(5)} s`,
  );
  const { passed, failed } = total(results.map(({ counts }) => counts));
  return ['', ...rows, '', `${passed} passed, ${failed} failed`].join('\n');
};

export const total = (all: Counts[]): Counts =>
  all.reduce((sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }), {
    passed: 0,
    failed: 0,
  });
