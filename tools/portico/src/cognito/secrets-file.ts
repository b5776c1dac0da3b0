import { appendFileSync, statSync } from 'node:fs';
import { EXIT, Failure } from '../failure.ts';

/** A file that its owner alone may read, one secret a line; each is in it as soon as Portico has made it. */
export class SecretsFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Throws a `Failure` before any secret is made for a file that others may read. */
  check(): void {
    const stat = statSync(this.path, { throwIfNoEntry: false });
    if (stat && (stat.mode & 0o077) !== 0)
      throw new Failure(
        EXIT.misused,
        `${this.path} may be read by others: chmod 600 it, or name another file.`,
      );
  }

  add(secret: { clientId: string; clientSecret: string }): void {
    appendFileSync(this.path, `${JSON.stringify(secret)}\n`, { mode: 0o600 });
  }
}
