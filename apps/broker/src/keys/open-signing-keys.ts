import { open, SealError } from '@portico/secrets';
import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import { Keys } from './keys.js';
import type { SigningKeyEntity } from './signing-key.entity.js';
import type { OpenSigningKey } from './signing-keys.js';
import type { Published } from './signing-keys.rules.js';

/** Opens keys as they are stored, each once. Throws where the sealing keys of the deployment do not open one. */
@Injectable()
export class OpenSigningKeys {
  private opened = new Map<string, JWK>();

  constructor(private readonly keys: Keys) {}

  async run(published: readonly Published<SigningKeyEntity>[]): Promise<OpenSigningKey[]> {
    const keys = await Promise.all(
      published.map(async ({ key, status }) => ({
        kid: key.kid,
        alg: key.alg,
        status,
        jwk: this.opened.get(key.kid) ?? (await this.open(key)),
      })),
    );
    this.opened = new Map(keys.map(({ kid, jwk }) => [kid, jwk]));
    return keys;
  }

  private async open({ kid, sealedKey }: SigningKeyEntity): Promise<JWK> {
    try {
      return JSON.parse(await open(this.keys.sealing, sealedKey, { signingKey: kid })) as JWK;
    } catch (cause) {
      const message = `the key ${kid} cannot be opened with PORTICO_SEALING_KEYS_FILE`;
      throw cause instanceof SealError ? new Error(message, { cause }) : cause;
    }
  }
}
