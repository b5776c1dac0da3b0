import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { PARTICIPANTS, type ServiceName } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Connection, SERVICE } from './connection.js';
import { FactConsumer } from './fact-consumer.js';
import { type Consumer, HandleFact } from './handle-fact.js';
import { QuestionServer, type Responder } from './question-server.js';
import { Relay } from './relay.js';
import { settle } from './settle.js';

const STOP_WITHIN_MS = 10_000;

/** Nest's door to NATS: `@Answers` methods answer questions, `@OnEvent` methods consume facts. */
@Injectable()
export class NatsStrategy extends Server implements CustomTransportStrategy {
  // A failed consumer must reach HandleFact, which decides what becomes of the fact.
  override readonly propagatesEventHandlerErrors = true;
  private readonly questions: QuestionServer;
  private consumers: FactConsumer[] = [];

  constructor(
    @Inject(SERVICE) private readonly service: ServiceName,
    private readonly connection: Connection,
    private readonly database: Database,
    private readonly relay: Relay,
  ) {
    super();
    this.questions = new QuestionServer(connection, service);
  }

  /** Starts all doors and returns at once: NATS may come later, and may go and come again. */
  listen(callback: (error?: unknown) => void): void {
    try {
      const handlers = [...this.messageHandlers.entries()];
      const consumers = handlers
        .filter(([, handler]) => handler.isEventHandler)
        .map((entry) => this.toConsumer(...entry));
      const responders = handlers
        .filter(([, handler]) => !handler.isEventHandler)
        .map((entry) => this.toResponder(...entry));
      this.consumers = consumers.map(
        (consumer) =>
          new FactConsumer(this.connection, new HandleFact(this.service, this.database, consumer)),
      );
      responders.forEach((responder) => {
        this.questions.start(responder);
      });
      this.consumers.forEach((consumer) => {
        consumer.start();
      });
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Takes nothing new and finishes what is in hand, facts to be told included, within ten seconds. */
  async close(): Promise<void> {
    const doors = [this.questions, ...this.consumers].map((door) => door.stop());
    // Here, as this is the only moment after Nest has closed HTTP and before it closes the database.
    const stopped = Promise.allSettled(doors).then(() => this.relay.stop());
    await Promise.race([stopped, sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
  }

  on(): void {
    throw new Error('the transport has no events of its own');
  }

  unwrap<T>(): T {
    return this.connection as T;
  }

  private toConsumer(type: string, handler: MessageHandler): Consumer {
    const contract = PARTICIPANTS[this.service].consumes.find((event) => event.type === type);
    if (!contract) throw new Error(`${this.service} has a consumer for ${type}, which it does not consume`);
    if (handler.next) throw new Error(`${this.service} has two consumers for ${type}`);
    return { contract, handle: async (fact, tx) => await settle(handler(fact, tx)) };
  }

  private toResponder(subject: string, handler: MessageHandler): Responder {
    const contract = PARTICIPANTS[this.service].answers.find((question) => question.subject === subject);
    if (!contract) throw new Error(`${this.service} answers ${subject}, which nobody may ask it`);
    return { contract, answer: async (request) => await settle(handler(request)) };
  }
}
