/** A line of a stream, without its end; null where it is too long or not UTF-8. */
export interface RawLine {
  text: string | null;
}

const MOST_BYTES = 64 * 1024;
const LINE_FEED = 10;

/**
 * Splits a stream into lines (LF or CRLF) and holds no more than one of them. A line of more than 64 kB is passed over
 * to its end, so that the ones after it are read again.
 */
export async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<RawLine> {
  const line = new LineBuffer();
  for await (const chunk of chunks) {
    let begin = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, begin)) {
      line.add(chunk.subarray(begin, end));
      yield line.take();
      begin = end + 1;
    }
    line.add(chunk.subarray(begin));
  }
  if (line.size > 0) yield line.take();
}

class LineBuffer {
  size = 0;
  private parts: Buffer[] = [];

  add(part: Buffer): void {
    this.size += part.length;
    if (this.size <= MOST_BYTES) this.parts.push(part);
    else this.parts = [];
  }

  take(): RawLine {
    const text = this.size > MOST_BYTES ? null : decode(Buffer.concat(this.parts));
    this.parts = [];
    this.size = 0;
    return { text };
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

const decode = (bytes: Buffer): string | null => {
  try {
    return UTF8.decode(bytes).replace(/\r$/, '');
  } catch {
    return null;
  }
};
