/** Lines of a list that are sent with one request. */
export interface Chunk {
  /** The line of the list that it begins with, from 1, without the header of CSV. */
  from: number;
  /** Its last line. */
  to: number;
  /** The lines, with the header of CSV before them. */
  text: string;
  /** How much of the file has been read with it, in bytes. */
  bytesRead: number;
}

export interface SplitOptions {
  format: 'csv' | 'ndjson';
  /** The first line that is wanted. */
  from: number;
  linesAtMost?: number;
  charactersAtMost?: number;
}

const LINES = 500;
const CHARACTERS = 400_000;

/** The lines of a file, one after the other, and how many bytes have been read; nothing more of it is in memory. */
async function* linesOf(file: Blob): AsyncGenerator<{ line: string; bytesRead: number }> {
  const reader = file.stream().getReader();
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let bytesRead = 0;
  for (;;) {
    const { done, value } = await reader.read();
    bytesRead += value?.length ?? 0;
    rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
    const lines = rest.split('\n');
    rest = done ? '' : (lines.pop() ?? '');
    for (const line of lines) yield { line: line.replace(/\r$/, ''), bytesRead };
    if (done) return;
  }
}

/**
 * Cuts a file into what single requests carry. None ends with an empty line: the server stores no line for those, and
 * the next request has to follow the last one that is stored.
 */
export async function* splitFile(file: Blob, options: SplitOptions): AsyncGenerator<Chunk> {
  const { format, from, linesAtMost = LINES, charactersAtMost = CHARACTERS } = options;
  let header: string | undefined = format === 'csv' ? undefined : '';
  let held: string[] = [];
  let characters = 0;
  let last = 0;
  let bytesRead = 0;
  const take = (): Chunk => {
    const chunk = {
      from: last - held.length + 1,
      to: last,
      text: [...(format === 'csv' ? [header ?? ''] : []), ...held].join('\n') + '\n',
      bytesRead,
    };
    held = [];
    characters = 0;
    return chunk;
  };
  for await (const read of linesOf(file)) {
    if (header === undefined) {
      header = read.line;
      continue;
    }
    last += 1;
    bytesRead = read.bytesRead;
    if (last < from) continue;
    held.push(read.line);
    characters += read.line.length;
    if (read.line !== '' && (held.length >= linesAtMost || characters >= charactersAtMost)) yield take();
  }
  while (held.at(-1) === '') {
    held.pop();
    last -= 1;
  }
  if (held.length > 0) yield { ...take(), bytesRead: file.size };
}

/** The header of a CSV file, and whether there is a line after it. */
export const readHead = async (file: Blob): Promise<{ header: string; hasLines: boolean }> => {
  const [header = '', ...lines] = (await file.slice(0, 128 * 1024).text()).split(/\r?\n/);
  return { header: header.replace(/^\ufeff/, ''), hasLines: lines.some((line) => line !== '') };
};

export const formatOf = ({ name }: { name: string }): 'csv' | 'ndjson' =>
  /\.(?:ndjson|jsonl|json)$/i.test(name) ? 'ndjson' : 'csv';

/** Spreadsheets in some languages put semicolons where CSV has commas (RFC 4180). */
export const hasSemicolons = (header: string): boolean => header.includes(';') && !header.includes(',');
