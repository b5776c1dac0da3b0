import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';

/** A logout token that has come, and until when it would be taken if it came again, in seconds since 1970. */
export interface SeenLogoutToken {
  tenantId: string;
  connectionId: string;
  jti: string;
  expiresAt: number;
}

@Injectable()
export class LogoutTokenStore {
  /** Notes a token, and forgets those of the tenant that are too old by now; false where it has come before. */
  async add(tx: Queries, { tenantId, connectionId, jti, expiresAt }: SeenLogoutToken): Promise<boolean> {
    await tx.query('DELETE FROM logout_token WHERE tenant_id = $1 AND expires_at < now()', [tenantId]);
    const added = await tx.query<unknown[]>(
      `INSERT INTO logout_token (tenant_id, connection_id, jti, expires_at)
       VALUES ($1, $2, $3, to_timestamp($4)) ON CONFLICT DO NOTHING RETURNING jti`,
      [tenantId, connectionId, jti, expiresAt],
    );
    return added.length > 0;
  }
}
