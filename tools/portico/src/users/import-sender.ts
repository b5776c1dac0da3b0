import { setTimeout as wait } from 'node:timers/promises';
import { ImportResult, type ImportResultPage, type UserImport } from '@portico/contracts';
import type { Api } from '../api.js';
import { EXIT, Failure } from '../failure.js';
import { type Format, MEDIA_TYPES } from './format.rules.js';

const TRIES = 4;

interface Import {
  path: string;
  importId: string;
  format: Format;
  /** The header of CSV, which begins every piece. */
  head?: Buffer;
}

/** One import of users at the API, sent by the piece. */
export class ImportSender {
  private readonly api: Api;
  private readonly import: Import;

  constructor(api: Api, wanted: Import) {
    this.api = api;
    this.import = wanted;
  }

  /** What became of the lines; what broke off on the way is sent again, and what was stored by then is unchanged. */
  async send(lines: readonly Buffer[], from: number): Promise<ImportResult[]> {
    const { path, importId, format, head } = this.import;
    const body = Buffer.concat([...(head ? [head] : []), ...lines].flatMap((line) => [line, LINE_END]));
    const headers = { 'content-type': MEDIA_TYPES[format] };
    for (let tried = 1; ; tried++) {
      const url = `${path}?importId=${importId}&from=${from}`;
      const answer = await this.api.send('POST', url, { text: body, headers });
      const text = await answer.text().catch(() => undefined);
      if (text !== undefined)
        return text
          .split('\n')
          .filter(Boolean)
          .map((line) => ImportResult.parse(JSON.parse(line)));
      if (tried === TRIES) throw new Failure(EXIT.unreachable, 'The import broke off several times.');
      await wait(250 * 2 ** tried);
    }
  }

  get importId(): string {
    return this.import.importId;
  }

  /** The last line that Portico has. */
  async stored(): Promise<number> {
    return (await this.end()).lastLine;
  }

  async end(): Promise<UserImport> {
    return await this.api.get<UserImport>(`${this.import.path}/${this.import.importId}`);
  }

  async refused(after: number): Promise<ImportResultPage> {
    const url = `${this.import.path}/${this.import.importId}/results?after=${after}&limit=100`;
    return await this.api.get<ImportResultPage>(url);
  }
}

const LINE_END = Buffer.from('\n');
