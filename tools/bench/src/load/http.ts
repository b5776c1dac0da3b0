import { type Agent, request as send, type IncomingHttpHeaders } from 'node:http';

/** What a request of the load says besides its address. */
export interface Wish {
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
}

export interface Answer {
  url: URL;
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** From the request to the last byte. */
  milliseconds: number;
}

const PATIENCE_MS = 20_000;

/** One request over a kept-alive connection; follows nothing. */
export const ask = (agent: Agent, url: URL, { method = 'GET', headers, body }: Wish = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const began = performance.now();
    const request = send(url, { agent, method, headers, timeout: PATIENCE_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => {
        const milliseconds = performance.now() - began;
        resolve({ url, status: response.statusCode ?? 0, headers: response.headers, text, milliseconds });
      });
    });
    request.on('timeout', () => request.destroy(new Error(`no answer from ${url.href}`)));
    request.on('error', reject);
    request.end(body);
  });
