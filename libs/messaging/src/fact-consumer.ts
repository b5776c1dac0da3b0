import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { FACTS_STREAM } from '@portico/contracts';
import { runInSpan } from '@portico/service-kit';
import { type ConsumerInfo, type ConsumerMessages, jetstream, type JsMsg } from '@nats-io/jetstream';
import type { Connection } from './connection.js';
import { pending, unacknowledged } from './figures.js';
import type { HandleFact } from './handle-fact.js';
import { processSpan } from './spans.rules.js';

/** Few, as the others wait for the first and all of them have to be acknowledged within 30 seconds. */
const BATCH = 8;
const PULL_FOR_MS = 5000;
const LOOK_EVERY_MS = 15_000;

/**
 * Pulls the facts of one durable, in order, shared with the service's other replicas, from the first connection
 * until `stop`: whatever happens to NATS, the stream or the durable, it asks again.
 */
export class FactConsumer {
  private readonly logger = new Logger(FactConsumer.name);
  private readonly stopping = new AbortController();
  private messages: ConsumerMessages | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly work: HandleFact,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Pulls no more, finishes the fact in hand and gives the others back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.messages?.stop();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.pull();
      } catch (error) {
        this.report(error);
        await sleep(1000, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  private report(error: unknown): void {
    if (!this.stopping.signal.aborted)
      this.logger.warn({ err: error, consumer: this.work.durable }, 'facts cannot be pulled');
  }

  private async pull(): Promise<void> {
    const nats = await this.connection.ready(this.stopping.signal);
    const durable = await jetstream(nats).consumers.get(FACTS_STREAM, this.work.durable);
    let lookedAt = -Infinity;
    while (!this.stopping.signal.aborted) {
      this.messages = await durable.fetch({ max_messages: BATCH, expires: PULL_FOR_MS });
      for await (const message of this.messages) await this.take(message);
      if (performance.now() - lookedAt < LOOK_EVERY_MS) continue;
      lookedAt = performance.now();
      this.show(await durable.info());
    }
  }

  private show({ num_pending, num_ack_pending }: ConsumerInfo): void {
    const consumer = { consumer: this.work.durable };
    pending.set(consumer, num_pending);
    unacknowledged.set(consumer, num_ack_pending);
  }

  private async take(message: JsMsg): Promise<void> {
    if (this.stopping.signal.aborted) {
      message.nak();
      return;
    }
    const headers = headersOf(message);
    const { subject, info } = message;
    const delivery = { headers, body: message.string(), subject, deliveries: info.deliveryCount };
    const span = processSpan(subject, this.work.durable);
    const verdict = await runInSpan({ ...span, traceparent: headers['traceparent'] }, () =>
      this.work.run(delivery),
    );
    if (verdict.outcome === 'done') message.ack();
    else if (verdict.outcome === 'again') message.nak(verdict.afterMs);
    else message.term();
  }
}

const headersOf = ({ headers }: JsMsg): Record<string, string> =>
  Object.fromEntries((headers?.keys() ?? []).map((name) => [name.toLowerCase(), headers?.get(name) ?? '']));
