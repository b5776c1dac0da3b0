import { UpstreamRefusal } from './upstream-refusal.js';

/** Aborts a request that has no headers after the first time, or is not finished after the second. */
export class Deadlines {
  private readonly controller = new AbortController();
  private readonly headers: NodeJS.Timeout;
  private readonly total: NodeJS.Timeout;
  readonly signal: AbortSignal = this.controller.signal;

  constructor({ headersMs, totalMs }: { headersMs: number; totalMs: number }) {
    this.headers = this.abortAfter(headersMs, 'no headers');
    this.total = this.abortAfter(totalMs, 'no end');
  }

  headersArrived(): void {
    clearTimeout(this.headers);
  }

  clear(): void {
    clearTimeout(this.headers);
    clearTimeout(this.total);
  }

  private abortAfter(milliseconds: number, missing: string): NodeJS.Timeout {
    return setTimeout(() => {
      this.controller.abort(new UpstreamRefusal('timeout', `${missing} after ${milliseconds.toString()} ms`));
    }, milliseconds);
  }
}
