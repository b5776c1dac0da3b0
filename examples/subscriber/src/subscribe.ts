import { jetstream, type ConsumerMessages } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { durableName, FACTS_STREAM, LoginCompleted } from '@portico/contracts';

/** How many ids are remembered: more than can be under way at once. */
const REMEMBERED = 10_000;

/** Prints one line for every login. An event may come more than once; `ce-id` tells. */
export async function subscribe(
  nats: NatsConnection,
  print: (line: string) => void,
): Promise<ConsumerMessages> {
  const durable = durableName('subscriber', LoginCompleted);
  const messages = await (await jetstream(nats).consumers.get(FACTS_STREAM, durable)).consume();
  const seen = new Set<string>();
  void (async () => {
    for await (const message of messages) {
      const id = message.headers?.get('ce-id') ?? '';
      try {
        const login = LoginCompleted.data.parse(message.json());
        const tenant = message.headers?.get('ce-tenantid');
        if (!seen.has(id)) {
          print(
            `login.completed ${login.reference} tenant=${tenant} user=${login.userId} externalId=${login.externalId ?? '-'} ` +
              `method=${login.method} connection=${login.connectionId ?? '-'}`,
          );
        }
        seen.add(id);
        if (seen.size > REMEMBERED) seen.delete(seen.values().next().value ?? id);
        message.ack();
      } catch {
        message.term(); // without a reason: nats-server 2.9 does not understand one
      }
    }
  })();
  return messages;
}
