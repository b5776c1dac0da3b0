import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '@portico/contracts';
import type { AccessToken } from './access-token.js';
import { EXIT, Failure, refusedBy } from './failure.js';

const TRIES = 4;
const TIMEOUT_MS = 30_000;

/** What a request consists of besides method and path. */
export interface Body {
  json?: object;
  /** Sent as it is, with its media type in `headers`. */
  text?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
}

/** The `/v1` API of one service. A refusal is thrown as a `Failure` that says it in a sentence. */
export class Api {
  private readonly origin: string;
  private readonly token: AccessToken;

  constructor(origin: string, token: AccessToken) {
    this.origin = origin;
    this.token = token;
  }

  async get<Answer>(path: string): Promise<Answer> {
    return (await (await this.send('GET', path)).json()) as Answer;
  }

  /** The JSON of the answer; undefined where it has none. */
  async call<Answer>(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    json?: object,
  ): Promise<Answer> {
    const text = await (await this.send(method, path, { json })).text();
    return (text ? JSON.parse(text) : undefined) as Answer;
  }

  /**
   * A good answer. What failed on the way is sent again: the `Idempotency-Key` of a POST keeps it from being done
   * twice, and the other methods are idempotent by themselves.
   */
  async send(method: string, path: string, body: Body = {}): Promise<Response> {
    const headers = { ...(method === 'POST' && { 'idempotency-key': randomUUID() }), ...body.headers };
    for (let tried = 1; ; tried++) {
      const response = await this.sendOnce(method, path, { ...body, headers }).catch((error: unknown) => {
        if (error instanceof Failure) throw error;
        if (tried === TRIES)
          throw new Failure(EXIT.unreachable, `Portico cannot be reached at ${this.origin}.`);
        return undefined;
      });
      if (response?.ok) return response;
      if (response && (response.status !== 503 || tried === TRIES))
        throw await this.refusal(`${method} ${path}`, response);
      await wait(250 * 2 ** tried);
    }
  }

  private async sendOnce(method: string, path: string, { json, text, headers }: Body): Promise<Response> {
    return await fetch(`${this.origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.token.get()}`,
        ...(json && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: json ? JSON.stringify(json) : text,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  }

  private async refusal(request: string, response: Response): Promise<Failure> {
    const problem = Problem.safeParse(await response.json().catch(() => undefined));
    if (problem.success) return refusedBy(request, problem.data);
    return new Failure(
      EXIT.unreachable,
      `${this.origin} answered ${request} with ${response.status} and no problem details: is it Portico?`,
    );
  }
}
