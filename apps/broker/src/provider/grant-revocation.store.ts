import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';

/** Longer than anything of a grant lives: refresh tokens 90 days, and sessions. */
const KEPT_SECONDS = 91 * 86_400;

/** What counts only while its grant does, and goes with it. */
export const GRANTED_KINDS = ['AccessToken', 'RefreshToken', 'AuthorizationCode'];

/**
 * Which grants have been revoked. A request that is under way meanwhile may still store a token of the grant; because
 * of this row it never counts.
 */
@Injectable()
export class GrantRevocationStore {
  /** Revokes the grant and everything of it; false where it was before. */
  async add(tx: Queries, grantId: string): Promise<boolean> {
    const [[row]] = await Promise.all([
      tx.query<unknown[]>(
        `INSERT INTO provider_artifact (kind, id, payload, expires_at)
         VALUES ('RevokedGrant', $1, '{}', now() + make_interval(secs => $2))
         ON CONFLICT DO NOTHING RETURNING id`,
        [grantId, KEPT_SECONDS],
      ),
      tx.query('DELETE FROM provider_artifact WHERE grant_id = $1 AND kind = ANY($2)', [
        grantId,
        GRANTED_KINDS,
      ]),
    ]);
    return row !== undefined;
  }

  async has(tx: Queries, grantId: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `SELECT FROM provider_artifact WHERE kind = 'RevokedGrant' AND id = $1`,
      [grantId],
    );
    return rows.length > 0;
  }
}
