import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { EVENTS } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Connection, SERVICE } from './connection.js';
import { FactConsumer } from './fact-consumer.js';
import { type Consumer, HandleFact } from './handle-fact.js';
import { settle } from './settle.js';

const STOP_WITHIN_MS = 10_000;

/**
 * The door of another team's subscriber: `@OnEvent` methods consume facts by its durables, which
 * `portico subscriber add` has made, with the same promises that Portico's own services have.
 */
@Injectable()
export class SubscriberStrategy extends Server implements CustomTransportStrategy {
  // A failed consumer must reach HandleFact, which decides what becomes of the fact.
  override readonly propagatesEventHandlerErrors = true;
  private consumers: FactConsumer[] = [];

  constructor(
    @Inject(SERVICE) private readonly subscriber: string,
    private readonly connection: Connection,
    private readonly database: Database,
  ) {
    super();
  }

  /** Starts to consume and returns at once: NATS may come later, and may go and come again. */
  listen(callback: (error?: unknown) => void): void {
    try {
      this.consumers = [...this.messageHandlers.entries()].map((entry) => this.toConsumer(...entry));
      for (const consumer of this.consumers) consumer.start();
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Takes nothing new and finishes what is in hand within ten seconds. */
  async close(): Promise<void> {
    const stopped = Promise.allSettled(this.consumers.map((consumer) => consumer.stop()));
    await Promise.race([stopped, sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
  }

  on(): void {
    throw new Error('the transport has no events of its own');
  }

  unwrap<T>(): T {
    return this.connection as T;
  }

  private toConsumer(type: string, handler: MessageHandler): FactConsumer {
    const contract = EVENTS[type];
    if (!contract || !handler.isEventHandler) throw new Error(`${type} is no event of Portico`);
    if (handler.next) throw new Error(`${this.subscriber} has two consumers for ${type}`);
    const consumer: Consumer = { contract, handle: async (fact, tx) => await settle(handler(fact, tx)) };
    return new FactConsumer(this.connection, new HandleFact(this.subscriber, this.database, consumer));
  }
}
