import { once } from 'node:events';
import type { Request, Response as PageResponse } from 'express';

/** What may wait here for a browser that is still sending. */
const MOST_BYTES_WAITING = 64 * 1024 * 1024;

interface Sides {
  request: Request;
  response: PageResponse;
  /** The browser has left. */
  gone: AbortSignal;
}

/**
 * Sends a service's answer on as it comes. One that breaks off breaks off here too: the page must not take half a list
 * for a whole one.
 */
export const sendOn = async ({ body }: Response, { request, response, gone }: Sides): Promise<void> => {
  try {
    for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
      const isFull = !response.write(chunk);
      // A browser reads no answer before it has sent everything: to wait for it until then would be to wait for ever.
      const mayWait = request.complete || response.writableLength > MOST_BYTES_WAITING;
      if (isFull && mayWait) await once(response, 'drain', { signal: gone });
    }
    response.end();
  } catch {
    response.destroy();
  }
};
