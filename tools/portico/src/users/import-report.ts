import type { ImportResult } from '@portico/contracts';

/** A line that says the same user as an earlier one: the later holds. */
interface Repeated {
  line: number;
  sameAs: number;
}

/** What has become of the lines of a file, by the numbers that an editor shows. */
export class ImportReport {
  readonly refused: ImportResult[] = [];
  readonly repeated: Repeated[] = [];
  private readonly linesOf = new Map<string, number>();
  private readonly told = new Set<number>();
  private readonly before: number;
  private readonly keep: (results: object[]) => void;

  /** `before`: lines of the file that are none of the import. */
  constructor(before: number, keep: (results: object[]) => void) {
    this.before = before;
    this.keep = keep;
  }

  /** Takes each line once. */
  add(results: readonly ImportResult[]): void {
    const fresh = results
      .map((result) => ({ ...result, line: result.line + this.before }))
      .filter(({ line }) => !this.told.has(line));
    this.keep(fresh);
    for (const result of fresh) {
      this.told.add(result.line);
      if (result.outcome === 'refused') this.refused.push(result);
      else if (result.userId !== undefined) this.addUser(result.line, result.userId);
    }
  }

  lines(): string[] {
    return [
      ...this.refused.map(({ line, code, message }) => ({
        line,
        text: `refused: ${message ?? ''} (${code ?? ''})`,
      })),
      ...this.repeated.map(({ line, sameAs }) => ({
        line,
        text: `repeats line ${sameAs}: the later one holds`,
      })),
    ]
      .sort((one, other) => one.line - other.line)
      .map(({ line, text }) => `line ${line} ${text}`);
  }

  private addUser(line: number, userId: string): void {
    const sameAs = this.linesOf.get(userId);
    if (sameAs === undefined) this.linesOf.set(userId, line);
    else this.repeated.push({ line, sameAs });
  }
}
