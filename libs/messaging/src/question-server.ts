import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { AppError, type Code, type QuestionContract } from '@portico/contracts';
import { SpanKind } from '@opentelemetry/api';
import { logRefusal, runInSpan, toAppError } from '@portico/service-kit';
import type { Msg, Subscription } from '@nats-io/transport-node';
import type { Connection } from './connection.js';
import { answered, answeredIn, endOf } from './figures.js';
import { readJson } from './headers.rules.js';
import { questionSpan } from './spans.rules.js';
import { Slots } from './slots.js';

/** What a question is answered with. */
export type Answer = { ok: unknown } | { error: { code: Code } };

/** One question with the work that answers it. */
export interface Responder {
  contract: QuestionContract;
  answer: (request: unknown) => Promise<unknown>;
}

// Only where answers are awaited: a reply subject of the asker's choice could name a fact, and the answer would be one.
const INBOX = /^_INBOX_[a-z-]+\./;

/** Answers questions, shared with the service's other replicas, from the first connection until `stop`. */
export class QuestionServer {
  private readonly logger = new Logger(QuestionServer.name);
  private readonly slots = new Slots(64, 256);
  private readonly stopping = new AbortController();
  private readonly subscriptions = new Map<string, Subscription>();

  constructor(
    private readonly connection: Connection,
    private readonly service: string,
  ) {}

  start(responder: Responder): void {
    void this.serve(responder);
  }

  /** Takes no more questions and finishes those in hand. */
  async stop(): Promise<void> {
    this.stopping.abort();
    const draining = [...this.subscriptions.values()].map((subscription) => subscription.drain());
    await Promise.allSettled(draining);
    await this.slots.idle();
  }

  // The client renews subscriptions when it reconnects; only one that the server refused or dropped ends here.
  private async serve(responder: Responder): Promise<void> {
    const { subject } = responder.contract;
    while (!this.stopping.signal.aborted) {
      const nats = await this.connection.ready(this.stopping.signal).catch(() => undefined);
      if (!nats || nats.isClosed()) return;
      const subscription = nats.subscribe(subject, {
        queue: this.service,
        callback: (error, message) => {
          if (error) this.logger.error({ err: error, subject }, 'questions are not delivered');
          else this.receive(responder, message);
        },
      });
      this.subscriptions.set(subject, subscription);
      await subscription.closed;
      this.subscriptions.delete(subject);
      await sleep(1000, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private receive(responder: Responder, message: Msg): void {
    if (!INBOX.test(message.reply ?? '')) return;
    const taken = this.slots.take(async () => {
      const traceparent = message.headers?.get('traceparent');
      const span = questionSpan('answer', responder.contract.subject, SpanKind.SERVER);
      respond(
        message,
        await runInSpan({ ...span, traceparent }, () => this.answer(responder, message.string())),
      );
    });
    if (!taken) respond(message, { error: { code: 'try_again' } });
  }

  private async answer({ contract, answer }: Responder, body: string): Promise<Answer> {
    const begun = performance.now();
    try {
      const request = contract.request.safeParse(readJson(body));
      if (!request.success) throw new AppError('request_invalid', { detail: contract.subject });
      // Parsed once more on the way out, so that only what the contract names leaves the service.
      const reply = { ok: contract.reply.parse(await answer(request.data)) };
      count(contract.subject, begun);
      return reply;
    } catch (error) {
      const refusal = toAppError(error);
      logRefusal(this.logger, refusal);
      count(contract.subject, begun, refusal.code);
      return { error: { code: refusal.code } };
    }
  }
}

const count = (subject: string, begun: number, code?: Code): void => {
  answered.inc({ subject, outcome: code ?? 'answered' });
  answeredIn.observe({ subject, outcome: endOf(code) }, (performance.now() - begun) / 1000);
};

const respond = (message: Msg, answer: Answer): void => {
  try {
    message.respond(JSON.stringify(answer));
  } catch {
    // Too large for NATS, or the link is gone; a short answer tells the first, and nothing is lost by the second.
    message.respond(JSON.stringify({ error: { code: 'internal_error' } } satisfies Answer));
  }
};
