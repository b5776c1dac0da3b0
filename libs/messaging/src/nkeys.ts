import { nkeys } from '@nats-io/transport-node';

/** A new key for somebody at NATS: its seed, which is the secret half. */
export const newNatsSeed = (): string => new TextDecoder().decode(nkeys.createUser().getSeed());

/** The public half of a seed, beginning with U. Throws where it is no seed of a user. */
export const natsPublicKeyOf = (seed: string): string => {
  const key = nkeys.fromSeed(new TextEncoder().encode(seed.trim())).getPublicKey();
  if (!key.startsWith('U')) throw new TypeError('not the seed of a user');
  return key;
};
