import { performance } from 'node:perf_hooks';
import { type KeySet, toPublicKeySet } from '@portico/secrets';
import { createLocalJWKSet, type JWK } from 'jose';
import type { Algorithm, KeyStatus } from './signing-keys.rules.js';

/** A key that is published, opened. */
export interface OpenSigningKey {
  kid: string;
  alg: Algorithm;
  status: KeyStatus;
  jwk: JWK;
}

/** Signs with the first key of an algorithm, so the active ones stand before those that are published only. */
const ORDER: readonly KeyStatus[] = ['active', 'next', 'retiring'];

/** The published keys of one moment. */
export class SigningKeySet {
  /** With their private halves, as oidc-provider takes them. */
  readonly jwks: KeySet;
  /** Finds the key that a token of ours was signed with. */
  readonly find: ReturnType<typeof createLocalJWKSet>;

  constructor(readonly keys: readonly OpenSigningKey[]) {
    const ordered = ORDER.flatMap((status) => keys.filter((key) => key.status === status));
    this.jwks = { keys: ordered.map(({ jwk }) => jwk) };
    this.find = createLocalJWKSet(toPublicKeySet(this.jwks));
  }
}

/** The keys of now, in this replica; everybody asks it at each use. */
export class SigningKeys {
  private set = new SigningKeySet([]);
  private readAt = new Date(0);
  private followedAt = -Infinity;

  get current(): SigningKeySet {
    return this.set;
  }

  /** Takes what was read at that moment, and says whether that is another set; what was read before is too late. */
  follow(keys: readonly OpenSigningKey[], readAt: Date): boolean {
    this.followedAt = performance.now();
    if (readAt < this.readAt) return false;
    this.readAt = readAt;
    if (nameOf(keys) === nameOf(this.set.keys)) return false;
    this.set = new SigningKeySet(keys);
    return true;
  }

  /** Throws where it is longer ago that the keys were read: others may sign with keys that are not published here. */
  checkFollowed(mostSeconds: number): void {
    const seconds = (performance.now() - this.followedAt) / 1000;
    if (seconds > mostSeconds) throw new Error(`the signing keys were read ${seconds.toFixed()} seconds ago`);
  }
}

const nameOf = (keys: readonly OpenSigningKey[]): string =>
  keys.map(({ kid, status }) => `${kid} ${status}`).join();
