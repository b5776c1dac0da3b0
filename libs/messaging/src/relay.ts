import { jetstream, type JetStreamClient } from '@nats-io/jetstream';
import { errors, headers } from '@nats-io/transport-node';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { ServiceName } from '@portico/contracts';
import { currentTraceparent, Database, runInSpan } from '@portico/service-kit';
import { Connection, SERVICE } from './connection.js';
import { sent } from './figures.js';
import { toHeaders } from './headers.rules.js';
import { markSent, putAside, type StoredFact, takeUnsent } from './outbox.store.js';
import { Pulse } from './pulse.js';
import { sendSpan } from './spans.rules.js';

const BATCH = 100;
/** Less than the time after which the database ends an idle transaction, so that no lock outlives its relay. */
const ACKNOWLEDGED_WITHIN_MS = 5000;

interface Fate {
  outcome: 'sent' | 'unsent' | 'refused';
  error?: unknown;
}

/** Publishes the outbox: each fact at least once, marked sent only when the stream has acknowledged it. */
@Injectable()
export class Relay {
  private readonly logger = new Logger(Relay.name);
  private readonly pulse = new Pulse(() => this.pass(), {
    // So that under load one pass has the facts of several logins.
    shortestMs: 100,
    longestMs: 1000,
    failed: (error) => this.logger.warn({ err: error }, 'the outbox has to wait'),
  });

  constructor(
    @Inject(SERVICE) private readonly service: ServiceName,
    private readonly connection: Connection,
    private readonly database: Database,
  ) {}

  onApplicationBootstrap(): void {
    this.pulse.start();
  }

  /** Something is about to be committed to the outbox. */
  nudge(): void {
    this.pulse.nudge();
  }

  /** Publishes once more what the last requests have left, and ends. */
  async stop(): Promise<void> {
    await this.pulse.stop();
  }

  // True if more waits. While NATS is away nothing is locked and nothing is tried.
  private async pass(): Promise<boolean> {
    if (!this.connection.connected) return false;
    const stream = jetstream(await this.connection.ready());
    return await this.database.swiftly(async (tx) => {
      const facts = await takeUnsent(tx, BATCH);
      if (facts.length === 0) return false;
      const fates = await Promise.all(facts.map((fact) => this.publish(stream, fact)));
      const idsOf = (outcome: Fate['outcome']) =>
        facts.filter((_, n) => fates[n]?.outcome === outcome).map(({ id }) => id);
      await Promise.all([markSent(tx, idsOf('sent')), putAside(tx, idsOf('refused'))]);
      facts.forEach(({ type }, n) => {
        sent.inc({ event: type, outcome: fates[n]?.outcome ?? 'unsent' });
      });
      this.report(fates);
      return facts.length === BATCH && !fates.some(({ outcome }) => outcome === 'unsent');
    });
  }

  private async publish(stream: JetStreamClient, fact: StoredFact): Promise<Fate> {
    try {
      const span = { ...sendSpan(fact.type, fact.id), traceparent: fact.traceparent };
      await runInSpan(span, () => this.send(stream, fact));
      return { outcome: 'sent' };
    } catch (error) {
      const refused =
        error instanceof errors.PermissionViolationError || error instanceof errors.InvalidArgumentError;
      return { outcome: refused ? 'refused' : 'unsent', error };
    }
  }

  private async send(stream: JetStreamClient, fact: StoredFact): Promise<void> {
    const envelope = headers();
    for (const [name, value] of Object.entries(toHeaders(fact, this.service, currentTraceparent())))
      envelope.set(name, value);
    await stream.publish(fact.type, JSON.stringify(fact.data), {
      msgID: fact.id,
      headers: envelope,
      timeout: ACKNOWLEDGED_WITHIN_MS,
    });
  }

  private report(fates: Fate[]): void {
    const faults = fates.filter(({ outcome }) => outcome !== 'sent');
    const message = `${String(faults.length)} of ${String(fates.length)} facts were not acknowledged`;
    if (faults.length > 0) this.logger.warn({ err: faults[0]?.error }, message);
  }
}
