import { AppError, type ImportResult, type Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ImportBatch } from './import-batch.js';
import {
  csvFormat,
  type ImportLine,
  type LineFormat,
  readImportLine,
  readNdjson,
} from './import-line.rules.js';
import { type RawLine, splitLines } from './split-lines.js';
import { type ImportKey, UserImportStore } from './user-import.store.js';

/** A request of an import. */
export interface ImportRequest {
  import: ImportKey;
  /** Which line of the import the body begins with. */
  from: number;
  format: 'ndjson' | 'csv';
  body: AsyncIterable<Buffer>;
  bearer: Principal;
}

const BATCH = 200;

/**
 * Reads users line by line and stores them by the batch, as fast as the results are taken: no more than a batch is in
 * memory. Lines that an earlier request of the import has stored are passed over.
 */
@Injectable()
export class ImportUsers {
  constructor(
    private readonly database: Database,
    private readonly imports: UserImportStore,
    private readonly batch: ImportBatch,
  ) {}

  /** Refuses before the first result: `import_out_of_step`, and `request_invalid` for the header of CSV. */
  async run(request: ImportRequest): Promise<AsyncGenerator<ImportResult[]>> {
    const { import: key, from, format, body } = request;
    const raw = splitLines(body);
    const read = format === 'csv' ? await readHeader(raw) : readNdjson;
    const lastLine = await this.database.inTenant(key.tenantId, async (tx) => {
      const last = await this.imports.open(tx, key);
      if (from > last + 1)
        throw new AppError('import_out_of_step', { detail: `line ${String(last)} was the last` });
      return last;
    });
    return this.results(request, lastLine, numbered(raw, from, read, lastLine));
  }

  private async *results(
    request: ImportRequest,
    lastLine: number,
    lines: AsyncIterable<NumberedLine>,
  ): AsyncGenerator<ImportResult[]> {
    const { import: key, bearer } = request;
    let stored = lastLine;
    for await (const some of batches(lines)) {
      const fresh = some.flatMap((line) => ('stored' in line ? [] : [line]));
      const results =
        fresh.length === 0
          ? []
          : await this.batch.run({ import: key, lastLine: stored, lines: fresh, bearer });
      stored = results.at(-1)?.line ?? stored;
      const repeated = some.flatMap(({ line }): ImportResult[] =>
        line <= lastLine ? [{ line, outcome: 'unchanged' }] : [],
      );
      yield [...repeated, ...results];
    }
    await this.database.inTenant(key.tenantId, (tx) => this.imports.finish(tx, key));
  }
}

type NumberedLine = ImportLine | { line: number; stored: true };

/** The header of CSV, which is no line of the import. */
const readHeader = async (raw: AsyncGenerator<RawLine>): Promise<LineFormat> => {
  const first = await raw.next();
  const header: RawLine | undefined = first.done ? undefined : first.value;
  return csvFormat(header?.text ?? '');
};

/** Empty lines count and say nothing; those that are stored already are not looked into. */
async function* numbered(
  raw: AsyncIterable<RawLine>,
  from: number,
  read: LineFormat,
  lastLine: number,
): AsyncGenerator<NumberedLine> {
  let line = from - 1;
  for await (const { text } of raw) {
    line += 1;
    if (text === '') continue;
    yield line <= lastLine ? { line, stored: true } : readImportLine(line, text, read);
  }
}

async function* batches<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
