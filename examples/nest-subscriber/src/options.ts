import { nkeyAuthenticator } from '@nats-io/transport-node';
import { type NatsOptions, Transport } from '@nestjs/microservices';

/** The name of the key (`portico subscriber add greeter --events … --core`), and of the group that shares the events. */
export const NAME = 'greeter';

/** Nest's own NATS transport, with a key and the inbox that the key permits. */
export const natsOptions = (servers: string, seed: string): NatsOptions => ({
  transport: Transport.NATS,
  options: {
    servers,
    name: NAME,
    // Of the processes that listen as one group an event reaches one.
    queue: NAME,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(seed.trim())),
    inboxPrefix: `_INBOX_${NAME}`,
    maxReconnectAttempts: -1,
    // Takes nothing new, and gives what is in hand a moment.
    gracefulShutdown: true,
    gracePeriod: 500,
  },
});
