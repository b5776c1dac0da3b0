import { type ConnectionOptions, nkeyAuthenticator } from '@nats-io/transport-node';

/** Where NATS is and who the service is there. */
export interface NatsOptions {
  /** One address, or several with commas between them. */
  url: string;
  /** The seed of the service's own nkey. */
  nkeySeed: string;
  /** Milliseconds between pings; a connection whose ping is not answered until the next one is given up. */
  pingIntervalMs?: number;
}

/** The subjects that answers to this participant arrive at; nobody else may listen there. */
export const inboxPrefixOf = (participant: string): string => `_INBOX_${participant}`;

/** Options of every connection: one identity, one private inbox, reconnects for ever. */
export const connectionOptions = (
  participant: string,
  { url, nkeySeed, pingIntervalMs = 10_000 }: NatsOptions,
): ConnectionOptions => ({
  name: participant,
  servers: url.split(',').map((server) => server.trim()),
  authenticator: nkeyAuthenticator(new TextEncoder().encode(nkeySeed.trim())),
  inboxPrefix: inboxPrefixOf(participant),
  // The stock limit of ten attempts leaves a process alive and deaf after an outage of 20 seconds.
  maxReconnectAttempts: -1,
  // The stock client gives up for good after being refused twice, as happens while the server's keys are reloaded.
  ignoreAuthErrorAbort: true,
  reconnectTimeWait: 250,
  reconnectJitter: 250,
  reconnectJitterTLS: 250,
  timeout: 3000,
  pingInterval: pingIntervalMs,
  maxPingOut: 1,
  noAsyncTraces: true,
});
