import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** The server of an application that listens for logouts. */
export interface Listener {
  url: string;
  /** What it was sent, as it came. */
  requests: { contentType?: string; body: string }[];
  /** How it answers from now on; `hangs` for not at all. */
  behave: (answer: number | 'hangs') => void;
  close: () => Promise<void>;
}

/** Listens on a free port of 127.0.0.1. */
export const startListener = async (): Promise<Listener> => {
  let answer: number | 'hangs' = 200;
  const requests: Listener['requests'] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      requests.push({ contentType: request.headers['content-type'], body });
      if (answer === 'hangs') return;
      response.writeHead(answer, answer === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    behave: (next) => {
      answer = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
