import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AckPolicy, DeliverPolicy, jetstreamManager } from '@nats-io/jetstream';
import { connect, createInbox, type NatsConnection, nkeyAuthenticator } from '@nats-io/transport-node';
import { FACTS_STREAM } from '@portico/contracts';
import type { HouseDescription } from '@portico/launcher';

/** One message of the stream, by its CloudEvents attributes. */
export interface StreamedFact {
  id: string;
  type: string;
  tenantId: string;
  subject: string;
}

const PREFIX = '_INBOX_migration';

/**
 * Everything that the stream holds below a subject, read by a consumer of its own with the key of the migrations,
 * the only one that may make consumers.
 */
export const readStream = async (
  { natsUrl, keys }: Pick<HouseDescription, 'natsUrl' | 'keys'>,
  filter: string,
): Promise<StreamedFact[]> => {
  const seed = new TextEncoder().encode(readFileSync(keys.nats.migration.seedFile, 'utf8').trim());
  const nats = await connect({
    servers: natsUrl,
    authenticator: nkeyAuthenticator(seed),
    inboxPrefix: PREFIX,
    timeout: 3000,
  });
  try {
    return await readAll(nats, filter);
  } finally {
    await nats.close();
  }
};

const readAll = async (nats: NatsConnection, filter: string): Promise<StreamedFact[]> => {
  const inbox = createInbox(PREFIX);
  const facts: StreamedFact[] = [];
  const messages = nats.subscribe(inbox);
  const manager = await jetstreamManager(nats, { checkAPI: false });
  const { num_pending: waiting } = await manager.consumers.add(FACTS_STREAM, {
    name: `reader-${randomUUID()}`,
    deliver_subject: inbox,
    deliver_policy: DeliverPolicy.All,
    ack_policy: AckPolicy.None,
    filter_subject: filter,
    inactive_threshold: 5_000_000_000,
  });
  if (waiting === 0) return facts;
  for await (const { headers, subject: type } of messages) {
    const of = (name: string): string => headers?.get(name) ?? '';
    facts.push({ type, id: of('ce-id'), tenantId: of('ce-tenantid'), subject: of('ce-subject') });
    if (facts.length === waiting) break;
  }
  return facts;
};
