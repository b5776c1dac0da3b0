/// <reference types="node" />
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ImportResult, UserImport } from '@portico/contracts';
import { runImport } from './run-import.js';

/** Stores lines as the users' API does, and hangs up after storing where it is told to. */
class Directory {
  hangUps = 0;
  readonly imports = new Map<string, UserImport>();

  answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://directory');
    const importId = url.searchParams.get('importId') ?? url.pathname.split('/').at(-1) ?? '';
    if (request.method === 'GET') {
      const known = this.imports.get(importId);
      response.statusCode = known ? 200 : 404;
      response.end(JSON.stringify(known ?? { code: 'not_found' }));
      return;
    }
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk as string;
    const [, ...lines] = body.trimEnd().split('\n');
    const results = this.store(importId, Number(url.searchParams.get('from')), lines);
    this.hangUps -= 1;
    if (this.hangUps >= 0) response.destroy();
    else response.end(results.map((result) => `${JSON.stringify(result)}\n`).join(''));
  };

  private store(importId: string, from: number, lines: string[]): ImportResult[] {
    const counts = { created: 0, updated: 0, unchanged: 0, refused: 0 };
    const known = this.imports.get(importId) ?? { importId, lastLine: 0, finished: false, counts };
    this.imports.set(importId, known);
    return lines.map((text, place) => {
      const line = from + place;
      if (line <= known.lastLine) return { line, outcome: 'unchanged' };
      known.lastLine = line;
      const outcome = text.includes('@') ? 'created' : 'refused';
      known.counts[outcome] += 1;
      return outcome === 'refused' ? { line, outcome, message: text } : { line, outcome };
    });
  }
}

const realFetch = globalThis.fetch;
let directory: Directory;
let server: Server;

beforeEach(async () => {
  directory = new Directory();
  server = createServer((request, response) => void directory.answer(request, response)).listen(
    0,
    '127.0.0.1',
  );
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  // The page's addresses are relative to itself.
  globalThis.fetch = (path, init) => realFetch(`http://127.0.0.1:${port}${path as string}`, init);
});
afterEach(() => {
  globalThis.fetch = realFetch;
  server.closeAllConnections();
  server.close();
});

const LINES = Array.from({ length: 2500 }, (_, place) =>
  place % 500 === 7 ? `bad-${place + 1}` : `u${place}@x,U`,
);
const file = new File([['email,name', ...LINES].join('\n')], 'people.csv');
const BAD = LINES.filter((line) => line.startsWith('bad'));

const run = async (
  importId: string,
): Promise<{ refused: ImportResult[]; shares: number[]; waits: boolean[] }> => {
  const seen = { refused: [] as ImportResult[], shares: [] as number[], waits: [] as boolean[] };
  await runImport({
    tenantId: 't',
    importId,
    file,
    signal: new AbortController().signal,
    onWaiting: (isWaiting) => seen.waits.push(isWaiting),
    onStored: (_stored, refused, share) => {
      seen.refused.push(...refused);
      seen.shares.push(share);
    },
  });
  return seen;
};

describe(runImport.name, () => {
  it('sends a file part by part, and tells every line that was refused', async () => {
    const { refused, shares } = await run('import-1');
    expect(refused.map(({ message }) => message)).toEqual(BAD);
    expect(shares.at(-1)).toBe(1);
    expect(directory.imports.get('import-1')).toMatchObject({
      lastLine: 2500,
      counts: { created: 2495, refused: 5 },
    });
  });

  it('loses no reason when the answer is cut off after the lines were stored', async () => {
    directory.hangUps = 1;
    const { refused, waits } = await run('import-2');
    expect(waits).toContain(true);
    expect(refused.map(({ line, message }) => `bad-${line}` === message)).toEqual(BAD.map(() => true));
    expect(directory.imports.get('import-2')?.counts).toEqual({
      created: 2495,
      updated: 0,
      unchanged: 0,
      refused: 5,
    });
  });

  it('goes on after the lines that are stored', async () => {
    directory.imports.set('import-3', {
      importId: 'import-3',
      lastLine: 2000,
      finished: true,
      counts: { created: 1996, updated: 0, unchanged: 0, refused: 4 },
    });
    expect((await run('import-3')).refused.map(({ line }) => line)).toEqual([2008]);
  });
});
