import {
  countRepeated,
  CRASHED,
  failedFiles,
  jestCounts,
  nxCounts,
  summary,
  total,
  typeCounts,
  type JestReport,
} from './results.ts';

const report = (parts: Partial<JestReport> = {}): JestReport => ({
  numPassedTests: 10,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  success: true,
  testResults: [],
  ...parts,
});

describe(jestCounts.name, () => {
  it('counts skipped and planned tests and files that could not run as failed', () => {
    const parts = {
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 3,
      numRuntimeErrorTestSuites: 4,
      success: false,
    };
    expect(jestCounts(report(parts), 1)).toEqual({ passed: 10, failed: 10 });
  });

  it('counts a run without any test as one failure', () => {
    expect(jestCounts(report({ numPassedTests: 0 }), 0)).toEqual({ passed: 0, failed: 1 });
  });

  it.each([
    ['Jest ends with an error', report(), 1],
    ['Jest is unhappy', report({ success: false }), 0],
  ])('counts one failure if %s although every test passed', (_what, given, code) => {
    expect(jestCounts(given, code)).toEqual({ passed: 10, failed: 1 });
  });

  it('counts what passed', () => {
    expect(jestCounts(report(), 0)).toEqual({ passed: 10, failed: 0 });
  });
});

const A_FILE = {
  name: 'a',
  status: 'passed',
  assertionResults: [{ status: 'passed' }, { status: 'passed' }],
};
const B_FILE = {
  name: 'b',
  status: 'failed',
  assertionResults: [{ status: 'passed' }, { status: 'failed' }],
};

describe('a second run of what failed', () => {
  const first = report({ testResults: [A_FILE, B_FILE] });

  it('is of the files that failed, and of no other', () => {
    expect(failedFiles(first)).toEqual(['b']);
  });

  it('counts for those files, and what fails again is failed', () => {
    expect(countRepeated(first, { passed: 1, failed: 1 })).toEqual({ passed: 3, failed: 1 });
    expect(countRepeated(first, { passed: 2, failed: 0 })).toEqual({ passed: 4, failed: 0 });
  });
});

const PROJECTS = ['@portico/broker', '@portico/broker-extra', '@portico/policy'];

describe(nxCounts.name, () => {
  it('counts the projects that Nx lists at its end, and no namesake', () => {
    const output =
      'lint says "Failed tasks:"\n- @portico/policy:lint\n\n NX  failed\n\nFailed tasks:\n\n- @portico/broker:lint\n';
    expect(nxCounts(PROJECTS, output, 1)).toEqual({ passed: 2, failed: 1 });
  });

  it.each([
    ['Nx fails without a list', PROJECTS, 1, 3],
    ['there is no project', [], 0, 1],
  ])('counts no success if %s', (_what, projects, code, failed) => {
    expect(nxCounts(projects, 'Cannot read the workspace', code)).toEqual({ passed: 0, failed });
  });

  it('counts one check a project', () => {
    expect(nxCounts(PROJECTS, 'Successfully ran target lint', 0)).toEqual({ passed: 3, failed: 0 });
  });
});

describe(typeCounts.name, () => {
  const projects = ['libs/policy', 'apps/broker', 'apps/e2e'];

  it('counts a project once however many errors it has', () => {
    const output =
      'apps/broker/src/a.ts(1,2): error TS2322: no.\napps/broker/src/b.ts(1,2): error TS2322: no.\n';
    expect(typeCounts(projects, output, 2)).toEqual({ passed: 2, failed: 1 });
  });

  it('counts all as failed if the compiler fails without naming a file', () => {
    expect(typeCounts(projects, 'error TS5083: Cannot read file', 1)).toEqual({ passed: 0, failed: 3 });
  });

  it('counts one check a project', () => {
    expect(typeCounts(projects, '', 0)).toEqual({ passed: 3, failed: 0 });
  });
});

describe(summary.name, () => {
  it('closes with the sum alone on the last line', () => {
    const results = [
      { name: 'lint', counts: { passed: 3, failed: 0 }, seconds: 1 },
      { name: 'unit', counts: { passed: 120, failed: 2 }, seconds: 60 },
      { name: 'browser', counts: CRASHED, seconds: 5 },
    ];
    expect(summary(results).split('\n').at(-1)).toBe('123 passed, 3 failed');
  });

  it('adds nothing up to nothing', () => {
    expect(total([])).toEqual({ passed: 0, failed: 0 });
  });
});
