import { seal, toPublicKeySet } from '@portico/secrets';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { EntityManager } from 'typeorm';
import { Keys } from './keys.js';
import { SigningKeySchedule } from './signing-key-schedule.js';
import type { SigningKeyEntity } from './signing-key.entity.js';
import { SigningKeyStore } from './signing-key.store.js';
import {
  type Algorithm,
  KEPT_SECONDS,
  later,
  planRotation,
  type Rotation,
  type Wish,
} from './signing-keys.rules.js';

type SealedKey = Pick<SigningKeyEntity, 'kid' | 'alg' | 'sealedKey'>;

interface Plan {
  now: Date;
  rotation: Rotation;
}

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
    const { rotation, now: asked } = await this.database.transaction(async (tx) => await this.plan(tx, wish));
    if (rotation.outcome === 'none') return;
    // Before the lock, under which nobody should wait for an RSA key.
    const made = await Promise.all(rotation.algorithms.map(async (alg) => await this.make(alg)));
    await this.database.transaction(async (tx) => {
      await this.store.lock(tx);
      await this.carryOut(tx, await this.plan(tx, wish, asked), made);
    });
  }

  private async plan(tx: EntityManager, wish: Wish, asked?: Date): Promise<Plan> {
    const now = await this.store.readClock(tx);
    const keys = await this.store.list(tx);
    return { now, rotation: planRotation(keys, wish, { asked: asked ?? now, now }, this.schedule) };
  }

  private async carryOut(tx: EntityManager, { now, rotation }: Plan, made: SealedKey[]): Promise<void> {
    if (rotation.outcome === 'none') return;
    const { algorithms, activeFrom, older } = rotation;
    if (older === 'withdraw') await this.store.removeAll(tx);
    if (older === 'retire') await this.store.endAll(tx, later(activeFrom, KEPT_SECONDS));
    const life = { createdAt: now, activeFrom, publishedUntil: null };
    const wanted = made.filter(({ alg }) => algorithms.includes(alg));
    await this.store.add(
      tx,
      wanted.map((key) => ({ ...key, ...life })),
    );
  }

  private async make(alg: Algorithm): Promise<SealedKey> {
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    const key = await exportJWK(privateKey);
    const kid = await calculateJwkThumbprint(key);
    const text = JSON.stringify({ ...key, kid, alg, use: 'sig' });
    return { kid, alg, sealedKey: await seal(toPublicKeySet(this.keys.sealing), text, { signingKey: kid }) };
  }
}
