import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { ResourceServerEntity } from './resource-server.entity.js';

export type KnownResourceServer = Pick<ResourceServerEntity, 'audience' | 'scopes' | 'tokenAlg'>;

/** A change of a resource server is in force within this time. */
const REMEMBERED_MS = 2000;
const REMEMBERED_AT_MOST = 1000;

/** The resource server with this audience, remembered for two seconds; null where there is none. */
@Injectable()
export class FindResourceServer {
  private readonly remembered = new Map<string, { server: KnownResourceServer; until: number }>();

  constructor(private readonly database: Database) {}

  async run(audience: string): Promise<KnownResourceServer | null> {
    const known = this.remembered.get(audience);
    if (known && performance.now() < known.until) return known.server;
    const [server] = await this.database.atOnce(
      async (tx) =>
        await tx.query<KnownResourceServer[]>(
          'SELECT audience, scopes, token_alg AS "tokenAlg" FROM resource_server WHERE audience = $1',
          [audience],
        ),
    );
    if (this.remembered.size >= REMEMBERED_AT_MOST) this.remembered.clear();
    if (server) this.remembered.set(audience, { server, until: performance.now() + REMEMBERED_MS });
    else this.remembered.delete(audience);
    return server ?? null;
  }
}
