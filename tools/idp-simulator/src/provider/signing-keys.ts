import { importJWK, type CryptoKey, type JWK } from 'jose';
import { makeSigningKey } from '../state.store.js';
import type { Fault } from '../faults/fault.js';

/** A key to sign with, under the name that the token gives it. */
export interface SigningKey {
  key: CryptoKey;
  kid: string;
}

/** The keys that ID tokens are signed with: the provider's own, and those of the faults, made when first used. */
export class SigningKeys {
  private readonly loaded = new Map<string, Promise<{ jwk: JWK; key: CryptoKey }>>();

  constructor(private readonly own: JWK) {}

  async choose(kind: Fault['key']): Promise<SigningKey> {
    const { jwk, key } = await this.load(
      kind === undefined ? 'own' : kind === 'published' ? 'new' : 'hidden',
    );
    return { key, kid: (kind === 'forged' ? this.own.kid : jwk.kid) ?? '' };
  }

  /** The key set as it is published while the keys are rotated. */
  async rotated(): Promise<{ keys: JWK[] }> {
    const { kty, n, e, kid, use, alg } = (await this.load('new')).jwk;
    return { keys: [{ kty, n, e, kid, use, alg }] };
  }

  private load(name: 'own' | 'new' | 'hidden') {
    const loaded = this.loaded.get(name) ?? this.make(name);
    this.loaded.set(name, loaded);
    return loaded;
  }

  private async make(name: 'own' | 'new' | 'hidden') {
    const jwk = name === 'own' ? this.own : await makeSigningKey();
    return { jwk, key: (await importJWK(jwk, 'RS256')) as CryptoKey };
  }
}
