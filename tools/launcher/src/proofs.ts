import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './folders.ts';
import { PROOFS } from './proof-data.ts';
import { takeOut } from './proof-text.ts';
import { proofsPage, type ProvenPart } from './proofs/page.ts';
import type { Proof } from './proofs/proof.ts';
import { type Counts, total } from './results.ts';
import { runCommand } from './run-command.ts';
import { runJest, serversForTests, type TestRun } from './run-jest.ts';
import { testCommand } from './test-run.ts';

interface RunTest {
  title: string;
  status: string;
}

interface Report {
  testResults: { assertionResults: RunTest[] }[];
}

/** The titles of the tests that ended so; none where Jest did not get as far as a report. */
const titlesOf = (run: TestRun, name: string, wanted: 'passed' | 'failed'): string[] => {
  const report = join(run.folder, `${name}.json`);
  if (!existsSync(report)) return [];
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === wanted)
    .map(({ title }) => title);
};

/** Jest's words for the tests of these proofs alone. */
const only = (proofs: readonly Proof[]): string[] => {
  const names = proofs.map(({ name }) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const files = [...new Set(proofs.map(({ tests }) => tests))];
  // The titles of the suites around a test stand before its name.
  const named = `(^| )(${names.join('|')})`;
  return ['-i', '--silent', '--testNamePattern', named, '--testPathPatterns', files.join('|')];
};

/** Puts back what is taken out at the moment. */
let putBack = (): void => undefined;

/** Takes a defence out, has its tests run, and puts it back whatever happens. */
const prove = async (run: TestRun, proof: Proof, name: string): Promise<string[]> => {
  const file = join(ROOT, proof.file);
  const source = readFileSync(file, 'utf8');
  const without = takeOut(source, proof);
  putBack = () => {
    putBack = () => undefined;
    writeFileSync(file, source);
  };
  try {
    writeFileSync(file, without);
    await runJest(run, name, only([proof]), await serversForTests(run));
  } finally {
    putBack();
  }
  return titlesOf(run, name, 'failed').filter((title) => title.startsWith(proof.name));
};

const passed = (isPassed: boolean): Counts => ({ passed: Number(isPassed), failed: Number(!isPassed) });

/** All of them; with words, only those whose defence or file has one of the words in it. */
const wanted = (words: string[]): typeof PROOFS =>
  PROOFS.map(([part, proofs]) => [
    part,
    proofs.filter(
      ({ defence, file }) => words.length === 0 || words.some((word) => `${defence} ${file}`.includes(word)),
    ),
  ]);

/** Runs the tests of all proofs on the product as it is. */
const areGreenAgain = async (run: TestRun, proven: ProvenPart[1]): Promise<boolean> => {
  const name = 'proofs-green';
  await runJest(run, name, only(proven.map(({ proof }) => proof)), await serversForTests(run));
  const failed = titlesOf(run, name, 'failed');
  const green = new Set(titlesOf(run, name, 'passed'));
  const missing = proven.flatMap(({ red }) => red).filter((title) => !green.has(title));
  for (const title of [...failed, ...missing]) console.log(`NOT GREEN AGAIN: ${title}`);
  return failed.length + missing.length === 0;
};

const proofs = async (run: TestRun, words: string[]): Promise<Counts> => {
  run.onEnd(() => putBack());
  const counts: Counts[] = [];
  const parts: ProvenPart[] = [];
  for (const [part, wantedProofs] of wanted(words)) {
    const proven = [];
    for (const proof of wantedProofs) {
      const red = await prove(run, proof, `proof-${counts.length}`);
      console.log(
        `${red.length > 0 ? 'red as it must be' : 'NOT NOTICED'}: ${proof.defence} (${red.length} tests)`,
      );
      counts.push(passed(red.length > 0));
      proven.push({ proof, red });
    }
    parts.push([part, proven]);
  }
  counts.push(
    passed(
      await areGreenAgain(
        run,
        parts.flatMap(([, proven]) => proven),
      ),
    ),
  );
  const sum = total(counts);
  if (sum.failed === 0 && words.length === 0)
    writeFileSync(join(ROOT, 'docs/security/proofs.md'), proofsPage(parts));
  return sum;
};

const words = process.argv.slice(2);
runCommand(testCommand([['proofs', async (run) => await proofs(run, words)]], []));
