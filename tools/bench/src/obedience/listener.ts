import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/** The server of an application that listens for logout tokens. */
export interface Listener {
  origin: string;
  /** When the logout token of a session came, in milliseconds since 1970, by what the application calls it. */
  arrivals: Map<string, number>;
  close: () => void;
}

/** Listens at an address of this machine and accepts every logout token. */
export const startListener = async (origin: string): Promise<Listener> => {
  const arrivals = new Map<string, number>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const token = new URLSearchParams(body).get('logout_token') ?? '';
      arrivals.set(readSid(token), Date.now());
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(Number(new URL(origin).port), 'localhost', resolve));
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { origin, arrivals, close };
};

/** Not verified: what is measured here is when it comes. */
const readSid = (token: string): string =>
  (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string }).sid;
