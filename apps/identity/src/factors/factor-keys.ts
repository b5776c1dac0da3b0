import { type KeySet, open, readKeySet, seal, toPublicKeySet } from '@portico/secrets';
import type { AnswerSeal } from '@portico/service-kit';

interface Place {
  tenantId: string;
  factorId: string;
}

/** Seals what must not be read in a dump of the database: the secrets of time-based codes, and answers that hold one. */
export class FactorKeys {
  private readonly publicKeys: KeySet;

  constructor(private readonly keys: KeySet) {
    this.publicKeys = toPublicKeySet(keys);
  }

  static fromFile(path: string): FactorKeys {
    return new FactorKeys(readKeySet(path));
  }

  async seal(secret: string, place: Place): Promise<string> {
    return await seal(this.publicKeys, secret, { ...place, field: 'totp' });
  }

  async open(sealed: string, place: Place): Promise<string> {
    return await open(this.keys, sealed, { ...place, field: 'totp' });
  }

  /** For answers that are kept for requests with an idempotency key. */
  answers(): AnswerSeal {
    const placeOf = (purpose: string) => ({ answer: purpose });
    return {
      seal: async (purpose, text) => await seal(this.publicKeys, text, placeOf(purpose)),
      // The release before kept them unsealed; they held no secret.
      open: async (purpose, sealed) =>
        sealed.startsWith('{') ? sealed : await open(this.keys, sealed, placeOf(purpose)),
    };
  }
}
