import type { Database } from '@portico/service-kit';
import { type AdapterPayload, errors } from 'oidc-provider';
import { ArtifactStore } from './artifact.store.js';

/** Assertions by which applications have proved themselves: each counts once, of any number at once (RFC 7523 §3). */
export class ReplayStore extends ArtifactStore {
  constructor(private readonly rows: Database) {
    super(rows, 'ReplayDetection');
  }

  override async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    const added = await this.rows.atOnce(
      async (tx) =>
        await tx.query<unknown[]>(
          `INSERT INTO provider_artifact (kind, id, payload, expires_at)
           VALUES ('ReplayDetection', $1, $2, now() + make_interval(secs => $3)) ON CONFLICT DO NOTHING RETURNING id`,
          [id, JSON.stringify(payload), expiresIn],
        ),
    );
    if (added.length === 0)
      throw new errors.InvalidClientAuth('client assertion tokens must only be used once');
  }
}
