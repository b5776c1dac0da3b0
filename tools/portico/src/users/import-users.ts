import { randomUUID } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import { Id, type ImportResult, type ImportResultPage, type UserImport } from '@portico/contracts';
import type { Command } from 'commander';
import { EXIT, Failure } from '../failure.js';
import { findTenant } from '../find-tenant.js';
import { Portico } from '../portico.js';
import { readFileLines } from './file-lines.js';
import { chooseFormat, type Format } from './format.rules.js';
import { ImportReport } from './import-report.js';
import { ImportSender } from './import-sender.js';

interface ImportOptions {
  format?: string;
  importId?: string;
  results?: string;
}

const LINES = 500;
const TELL_EVERY = 5000;

/** `portico users import`: sends a file by the piece, tells of bad lines by their number, and can go on where it broke off. */
export const importUsers = async (
  name: string,
  file: string,
  { format: asked, importId, results }: ImportOptions,
  command: Command,
): Promise<void> => {
  const format = chooseFormat(asked, file);
  if (importId !== undefined && !Id.safeParse(importId).success)
    throw new Failure(EXIT.misused, '--import-id is the id that the import before has told.');
  const lines = readFileLines(file);
  const first = await lines.next();
  if (first.done) throw new Failure(EXIT.misused, `${file} is empty.`);
  const portico = new Portico(command, ['tenants:read', 'users:read', 'users:write']);
  const tenant = await findTenant(portico, name);
  const sender = new ImportSender(portico.identity, {
    path: `/v1/tenants/${tenant.id}/user-imports`,
    importId: importId ?? randomUUID(),
    format,
    head: format === 'csv' ? first.value : undefined,
  });
  const report = new ImportReport(headLines(format), keepResults(results));
  const stored = importId === undefined ? 0 : await sender.stored();
  portico.tell(
    importId === undefined
      ? `This import is ${sender.importId}: should it break off, go on with --import-id.`
      : `Goes on after line ${stored + headLines(format)}.`,
  );
  const all = pieces(format === 'csv' ? [] : [first.value], lines, stored);
  await sendAll(all, { sender, report, tell: (told) => portico.tell(`${tenant.slug}: ${told}`) });
  const end = await sender.end();
  if (end.counts.refused > report.refused.length) report.add(await readRefused(sender));
  const { refused, repeated } = report;
  portico.show({ tenant: tenant.slug, importId: end.importId, counts: end.counts, refused, repeated }, () => [
    ...report.lines(),
    toSummary(end),
  ]);
  if (end.counts.refused > 0) process.exitCode = EXIT.refused;
};

interface Sending {
  sender: ImportSender;
  report: ImportReport;
  tell: (progress: string) => void;
}

const sendAll = async (all: AsyncIterable<Piece>, { sender, report, tell }: Sending): Promise<void> => {
  try {
    for await (const { lines, from } of all) {
      report.add(await sender.send(lines, from));
      const sent = from + lines.length - 1;
      if (sent % TELL_EVERY === 0) tell(`${sent} lines, ${report.refused.length} refused`);
    }
  } catch (error) {
    if (!(error instanceof Failure) || error.exitCode !== EXIT.unreachable) throw error;
    throw new Failure(
      error.exitCode,
      `${error.message} Go on with --import-id ${sender.importId}.`,
      error.problem,
    );
  }
};

/** The header of CSV is a line of the file and none of the import. */
const headLines = (format: Format): number => (format === 'csv' ? 1 : 0);

const toSummary = ({ counts }: UserImport): string =>
  `${counts.created} created, ${counts.updated} updated, ${counts.unchanged} unchanged, ${counts.refused} refused.`;

const keepResults = (path: string | undefined): ((results: object[]) => void) => {
  if (path === undefined) return () => undefined;
  try {
    writeFileSync(path, '', { mode: 0o600 });
  } catch {
    throw new Failure(EXIT.misused, `The file ${path} cannot be written.`);
  }
  return (results) => {
    appendFileSync(path, results.map((result) => `${JSON.stringify(result)}\n`).join(''));
  };
};

/** What the import has refused, of which the first 10,000 are kept. */
const readRefused = async (sender: ImportSender): Promise<ImportResult[]> => {
  const all: ImportResult[] = [];
  for (let after: number | null = 0; after !== null;) {
    const page: ImportResultPage = await sender.refused(after);
    all.push(...page.results);
    after = page.nextLine;
  }
  return all;
};

interface Piece {
  /** The number of the first line, of the import. */
  from: number;
  lines: Buffer[];
}

async function* pieces(begin: Buffer[], rest: AsyncIterable<Buffer>, stored: number): AsyncGenerator<Piece> {
  let line = 0;
  let piece: Piece = { from: stored + 1, lines: [] };
  const all = (async function* () {
    yield* begin;
    yield* rest;
  })();
  for await (const text of all) {
    line += 1;
    if (line <= stored) continue;
    piece.lines.push(text);
    if (piece.lines.length < LINES) continue;
    yield piece;
    piece = { from: line + 1, lines: [] };
  }
  // A header alone is an import too.
  if (piece.lines.length > 0 || line === 0) yield piece;
}
