import { createReadStream } from 'node:fs';
import { EXIT, Failure } from '../failure.js';

/** The lines of a file as they are, each with its end; a line of any length takes no more than this. */
const MOST_BYTES = 65 * 1024;
const LINE_FEED = 10;

/** Wide encodings, by their byte order mark. */
const WIDE = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/**
 * Reads a file line by line, as bytes: which of them are text is for Portico to say, line by line. Throws a `Failure`
 * for a file that cannot be read, and for one in an encoding in which no line could be told from another.
 */
export async function* readFileLines(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let size = 0;
  let isFirst = true;
  const keep = (part: Buffer): void => {
    if (size < MOST_BYTES) rest.push(part.subarray(0, MOST_BYTES - size));
    size += part.length;
  };
  const take = (): Buffer => {
    const line = Buffer.concat(rest);
    rest = [];
    size = 0;
    return line;
  };
  for await (const chunk of openFile(path)) {
    if (isFirst) checkEncoding(path, chunk);
    isFirst = false;
    let begin = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, begin)) {
      keep(chunk.subarray(begin, end));
      yield take();
      begin = end + 1;
    }
    keep(chunk.subarray(begin));
  }
  if (size > 0) yield take();
}

async function* openFile(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path)) yield chunk as Buffer;
  } catch {
    throw new Failure(EXIT.misused, `The file ${path} cannot be read.`);
  }
}

const checkEncoding = (path: string, chunk: Buffer): void => {
  if (WIDE.some((mark) => chunk.subarray(0, 2).equals(mark)) || chunk.subarray(0, 4096).includes(0))
    throw new Failure(EXIT.misused, `${path} is not UTF-8 (UTF-16, perhaps): save it as UTF-8.`);
};
