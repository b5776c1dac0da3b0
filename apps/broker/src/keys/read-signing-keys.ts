import type { SigningKey } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { SigningKeyStore } from './signing-key.store.js';
import { toPublished } from './signing-keys.rules.js';

/** Lists the published keys, newest first, without anything secret. */
@Injectable()
export class ReadSigningKeys {
  constructor(
    private readonly database: Database,
    private readonly store: SigningKeyStore,
  ) {}

  async run(): Promise<SigningKey[]> {
    return await this.database.transaction(async (tx) => {
      const now = await this.store.readClock(tx);
      return toPublished(await this.store.list(tx), now).map(
        ({ key: { kid, alg, createdAt, activeFrom, publishedUntil }, status }) => ({
          kid,
          alg,
          status,
          createdAt: createdAt.toISOString(),
          activeFrom: activeFrom.toISOString(),
          publishedUntil: publishedUntil?.toISOString() ?? null,
        }),
      );
    });
  }
}
