import type { ImportResult, UserImport } from '@portico/contracts';
import { call, identity } from '../../api/call.js';
import { offline, readRefusal, Refusal } from '../../api/refusal.js';
import { formatOf, splitFile, type Chunk } from './split-file.js';

export interface ImportRun {
  tenantId: string;
  importId: string;
  file: File;
  signal: AbortSignal;
  /** Told of every part that is stored: the server's count, what was refused in it, and how much of the file it was. */
  onStored: (stored: UserImport, refused: readonly ImportResult[], share: number) => void;
  /** Told when the connection broke and another try is about to be made. */
  onWaiting: (isWaiting: boolean) => void;
}

const importsPath = (tenantId: string): string => identity(`/tenants/${tenantId}/user-imports`);

/** How far an import has come; null where nobody has begun it. */
export const readImport = async (tenantId: string, importId: string): Promise<UserImport | null> => {
  try {
    return await call<UserImport>(`${importsPath(tenantId)}/${importId}`);
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return null;
    throw error;
  }
};

/** Sends a part and gives what was refused in it. An answer that is cut off is no answer. */
const sendChunk = async (run: ImportRun, importId: string, chunk: Chunk): Promise<ImportResult[]> => {
  const { tenantId, file, signal } = run;
  const query = new URLSearchParams({ importId, from: chunk.from.toString() });
  let text: string;
  try {
    const answer = await fetch(`${importsPath(tenantId)}?${query.toString()}`, {
      method: 'POST',
      headers: { 'Content-Type': formatOf(file) === 'csv' ? 'text/csv' : 'application/x-ndjson' },
      body: chunk.text,
      credentials: 'same-origin',
      signal,
    });
    if (!answer.ok) throw await readRefusal(answer);
    text = await answer.text();
  } catch (error) {
    if (error instanceof Refusal || signal.aborted) throw error;
    throw offline();
  }
  const results = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ImportResult);
  if (results.at(-1)?.line !== chunk.to) throw offline();
  return results.filter(({ outcome }) => outcome === 'refused');
};

/**
 * What was refused in lines that were stored while their answer got lost. They are sent once more under another id: the
 * good ones change nothing, the bad ones are refused for the same reasons.
 */
const askAgain = async (run: ImportRun, chunk: Chunk): Promise<ImportResult[]> => {
  const skipped = chunk.from - 1;
  const refused = await sendChunk(run, crypto.randomUUID(), { ...chunk, from: 1, to: chunk.to - skipped });
  return refused.map((result) => ({ ...result, line: result.line + skipped }));
};

const PAUSES_MS = [1000, 3000, 10_000, 30_000];

const mayPass = (error: unknown): boolean =>
  error instanceof Refusal && (error.status === 0 || error.status === 429 || error.status >= 502);

const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> =>
  await new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('paused', 'AbortError'));
    });
  });

/** Sends a part until it is stored, with longer and longer pauses, and gives what was refused in it. */
const store = async (run: ImportRun, chunk: Chunk, attempt = 0): Promise<ImportResult[]> => {
  try {
    const refused = await sendChunk(run, run.importId, chunk);
    run.onWaiting(false);
    return refused;
  } catch (error) {
    const wait = PAUSES_MS[attempt];
    if (!mayPass(error) || wait === undefined) throw error;
    run.onWaiting(true);
    await pause(wait, run.signal);
    return await store(run, chunk, attempt + 1);
  }
};

/**
 * Sends a file from where the import stands, part by part.
 *
 * @throws Refusal when a part stays refused; what was stored before stays stored
 */
export const runImport = async (run: ImportRun): Promise<void> => {
  const { tenantId, importId, file, signal, onStored } = run;
  let before = await readImport(tenantId, importId);
  const from = (before?.lastLine ?? 0) + 1;
  for await (const chunk of splitFile(file, { format: formatOf(file), from })) {
    signal.throwIfAborted();
    const refused = await store(run, chunk);
    const stored = await readImport(tenantId, importId);
    if (!stored) continue;
    // A part that was sent twice, by us or by the browser itself, is answered as if nothing had been refused.
    const count = stored.counts.refused - (before?.counts.refused ?? 0);
    const all = count > refused.length ? await askAgain(run, chunk) : refused;
    onStored(stored, all, file.size === 0 ? 1 : chunk.bytesRead / file.size);
    before = stored;
  }
};
