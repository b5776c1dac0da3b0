import type { ServerResponse } from 'node:http';
import { createGzip } from 'node:zlib';

/** What goes over the wire. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  /** An object becomes JSON; text and bytes go as they are. */
  body: unknown;
  /** Waits so long before the headers. */
  delayMs?: number;
  /** After the headers: one byte now and then, for ever; or chunk after chunk, for ever; or the same, packed with gzip. */
  endless?: 'slow' | 'fast' | 'gzip';
  /** Never answers at all. */
  silent?: boolean;
  /** Cuts the connection instead of answering, or after half of the body. */
  cut?: 'before' | 'halfway';
}

const CHUNK = Buffer.alloc(65_536, ' ');

/** Sends a reply as honestly or badly as it says. */
export const send = async (response: ServerResponse, reply: Reply): Promise<void> => {
  const { status, headers, body, delayMs, endless, silent, cut } = reply;
  if (silent) return;
  if (delayMs) await new Promise((resolve) => setTimeout(resolve, delayMs));
  if (cut === 'before') {
    response.destroy();
    return;
  }
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  response.writeHead(status, endless === 'gzip' ? { ...headers, 'content-encoding': 'gzip' } : headers);
  if (endless) pour(response, endless);
  else if (cut === 'halfway')
    response.write(text.slice(0, Math.floor(text.length / 2)), () => response.destroy());
  else response.end(text);
};

const pour = (response: ServerResponse, kind: 'slow' | 'fast' | 'gzip'): void => {
  if (kind === 'slow') {
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
    return;
  }
  const target = kind === 'gzip' ? createGzip() : response;
  if (target !== response) target.pipe(response);
  const more = (): void => {
    while (!response.destroyed && target.write(CHUNK));
  };
  target.on('drain', more);
  more();
};
