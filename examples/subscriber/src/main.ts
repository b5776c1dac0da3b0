import { readFileSync } from 'node:fs';
import { connect, nkeyAuthenticator } from '@nats-io/transport-node';
import { env } from './env.js';
import { subscribe } from './subscribe.js';

const seed = new TextEncoder().encode(readFileSync(env.keyFile, 'utf8').trim());
const nats = await connect({
  servers: env.servers,
  name: 'subscriber',
  authenticator: nkeyAuthenticator(seed),
  inboxPrefix: '_INBOX_subscriber',
  maxReconnectAttempts: -1,
  waitOnFirstConnect: true,
});
await subscribe(nats, console.log);
console.log('Waiting for logins');
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void nats.drain());
