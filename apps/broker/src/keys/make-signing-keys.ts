import { seal, toPublicKeySet } from '@portico/secrets';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { Keys } from './keys.js';
import { SigningKeySchedule } from './signing-key-schedule.js';
import type { SigningKeyEntity } from './signing-key.entity.js';
import { SigningKeyStore } from './signing-key.store.js';
import {
  type Algorithm,
  ALGORITHMS,
  KEPT_SECONDS,
  later,
  planRotation,
  type Wish,
} from './signing-keys.rules.js';

type SealedKey = Pick<SigningKeyEntity, 'kid' | 'alg' | 'sealedKey'>;

/** Makes the keys that a wish calls for, once for all replicas and all who wish it at the same time. */
@Injectable()
export class MakeSigningKeys {
  constructor(
    private readonly database: Database,
    private readonly store: SigningKeyStore,
    private readonly keys: Keys,
    private readonly schedule: SigningKeySchedule,
  ) {}

  async run(wish: Wish): Promise<void> {
    // Before the lock, under which nobody should wait for an RSA key.
    const made = await Promise.all(ALGORITHMS.map(async (alg) => await this.make(alg)));
    await this.database.transaction(async (tx) => {
      await this.store.lock(tx);
      const moment = await this.store.readClock(tx);
      const rotation = planRotation(await this.store.list(tx), wish, moment, this.schedule);
      if (rotation.outcome === 'none') return;
      const { algorithms, activeFrom, older } = rotation;
      if (older === 'withdraw') await this.store.removeAll(tx);
      if (older === 'retire') await this.store.endAll(tx, later(activeFrom, KEPT_SECONDS));
      const life = { createdAt: moment.now, activeFrom, publishedUntil: null };
      await this.store.add(
        tx,
        made.filter(({ alg }) => algorithms.includes(alg)).map((key) => ({ ...key, ...life })),
      );
    });
  }

  private async make(alg: Algorithm): Promise<SealedKey> {
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    const key = await exportJWK(privateKey);
    const kid = await calculateJwkThumbprint(key);
    const text = JSON.stringify({ ...key, kid, alg, use: 'sig' });
    return { kid, alg, sealedKey: await seal(toPublicKeySet(this.keys.sealing), text, { signingKey: kid }) };
  }
}
