import { chmodSync, closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { EXIT, Failure } from './failure.js';

/**
 * Where new secrets go, each as soon as it is known: what comes after may fail, and no secret is shown twice. With a
 * file they are in it alone, by application id; without one they are in the command's result.
 */
export class Secrets {
  private readonly file?: string;
  private readonly made: Record<string, string> = {};

  /** Throws a `Failure` where the file cannot be written, before anything has been done. */
  constructor(file?: string) {
    this.file = file;
    if (file === undefined) return;
    try {
      closeSync(openSync(file, 'a', 0o600));
      chmodSync(file, 0o600);
      this.made = readSecrets(file);
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure(EXIT.misused, `The secrets file ${file} cannot be written.`);
    }
  }

  keep(applicationId: string, secret: string | null): void {
    if (secret === null) return;
    this.made[applicationId] = secret;
    if (this.file !== undefined)
      writeFileSync(this.file, `${JSON.stringify(this.made, null, 2)}\n`, { mode: 0o600 });
  }

  /** What the command shows: nothing of it where there is a file. */
  get shown(): Record<string, string> {
    return this.file === undefined ? this.made : {};
  }

  lines(): string[] {
    return Object.entries(this.shown).map(([id, secret]) => `secret of ${id}, shown this once: ${secret}`);
  }
}

const readSecrets = (file: string): Record<string, string> => {
  const text = readFileSync(file, 'utf8');
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as Record<string, string>;
  } catch {
    throw new Failure(EXIT.misused, `The secrets file ${file} holds something else than JSON.`);
  }
};
