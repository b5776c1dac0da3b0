/** The address of NATS, and the file with the seed of this subscriber's key. */
export const env = {
  servers: process.env.NATS_URL ?? 'nats://localhost:4222',
  keyFile: process.env.PORTICO_NATS_NKEY_FILE ?? '',
};
