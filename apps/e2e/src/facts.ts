import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { AckPolicy, DeliverPolicy, jetstreamManager } from '@nats-io/jetstream';
import {
  connect,
  createInbox,
  type Msg,
  nanos,
  type NatsConnection,
  nkeyAuthenticator,
} from '@nats-io/transport-node';
import { EVENTS, FACTS_STREAM, type EventContract } from '@portico/contracts';
import type { HouseDescription } from '@portico/launcher';

/** A fact as a subscriber of another team gets it. */
export interface HeardFact {
  /** `ce-id`. */
  id: string;
  type: string;
  tenantId: string;
  data: Record<string, unknown>;
}

const PREFIX = '_INBOX_migration';
const PATIENCE_MS = 10_000;

/** Listens to all facts of a house from now on. Checks each against its contract. */
export class FactLog {
  readonly heard: HeardFact[] = [];

  private constructor(private readonly nats: NatsConnection) {}

  /** Begins to listen; with the one key that may make consumers, for no other may listen to everything. */
  static async listen({ natsUrl, keys }: Pick<HouseDescription, 'natsUrl' | 'keys'>): Promise<FactLog> {
    const seed = new TextEncoder().encode(readFileSync(keys.nats.migration.seedFile, 'utf8').trim());
    const nats = await connect({
      servers: natsUrl,
      authenticator: nkeyAuthenticator(seed),
      inboxPrefix: PREFIX,
      maxReconnectAttempts: -1,
    });
    const log = new FactLog(nats);
    const inbox = createInbox(PREFIX);
    nats.subscribe(inbox, { callback: (_error, message) => log.take(message) });
    const manager = await jetstreamManager(nats, { checkAPI: false });
    await manager.consumers.add(FACTS_STREAM, {
      name: `e2e-${randomUUID()}`,
      inactive_threshold: nanos(60_000),
      deliver_subject: inbox,
      deliver_policy: DeliverPolicy.New,
      ack_policy: AckPolicy.None,
    });
    return log;
  }

  /** The first fact of this type that is as wanted; waits up to ten seconds. */
  async next<E extends EventContract>(
    { type }: E,
    isWanted: (fact: HeardFact) => boolean,
  ): Promise<HeardFact> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = this.heard.find((fact) => fact.type === type && isWanted(fact));
      if (found) return found;
      if (Date.now() > deadline) throw new Error(`no ${type} as wanted; heard ${JSON.stringify(this.heard)}`);
      await wait(20);
    }
  }

  /** What was heard of this type and is as wanted, until now. */
  list({ type }: EventContract, isWanted: (fact: HeardFact) => boolean = () => true): HeardFact[] {
    return this.heard.filter((fact) => fact.type === type && isWanted(fact));
  }

  async close(): Promise<void> {
    await this.nats.close();
  }

  private take(message: Msg): void {
    const contract = EVENTS[message.subject];
    if (!contract) return;
    this.heard.push({
      id: message.headers?.get('ce-id') ?? '',
      type: message.subject,
      tenantId: message.headers?.get('ce-tenantid') ?? '',
      data: contract.data.parse(message.json()) as Record<string, unknown>,
    });
  }
}
