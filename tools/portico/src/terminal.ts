import { createInterface } from 'node:readline/promises';
import { EXIT, Failure } from './failure.js';

/** Where a command's result and its progress go, and where somebody is asked. */
export class Terminal {
  protected readonly json: boolean;

  constructor({ json = false }: { json?: boolean }) {
    this.json = json;
  }

  /** The one result of the command, on stdout: as JSON if that was asked for, else as these lines. */
  show(result: unknown, lines: () => string[]): void {
    const text = this.json ? JSON.stringify(result, null, 2) : lines().join('\n');
    if (text) process.stdout.write(`${text}\n`);
  }

  /** One of many results, each a line on stdout as soon as it is there. */
  showEach(result: unknown, line: () => string): void {
    process.stdout.write(`${this.json ? JSON.stringify(result) : line()}\n`);
  }

  /** What long work has come to, on stderr. */
  tell(progress: string): void {
    process.stderr.write(`${progress}\n`);
  }

  /** Goes on where the person at the terminal says yes; a `Failure` otherwise, and where there is nobody to ask. */
  async checkWanted(question: string): Promise<void> {
    if (!process.stdin.isTTY)
      throw new Failure(EXIT.misused, 'There is no terminal to ask at: say --yes to go on without.');
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await terminal.question(`${question} [y/N] `);
    terminal.close();
    if (!/^y(es)?$/i.test(answer.trim())) throw new Failure(EXIT.refused, 'Nothing has been changed.');
  }
}
