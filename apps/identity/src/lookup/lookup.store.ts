import type { UserSnapshot } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { SNAPSHOT } from '../users/snapshot.rules.js';

/** Many more tenants than one person is a member of, and few enough for one message. */
const MOST = 200;

@Injectable()
export class LookupStore {
  /** The users with the address in all tenants that the transaction sees. */
  async listByEmail(tx: Queries, emailNormal: string): Promise<UserSnapshot[]> {
    return await tx.query<UserSnapshot[]>(
      `SELECT ${SNAPSHOT} FROM app_user WHERE app_user.email_normal = $1 ORDER BY tenant_id, id LIMIT ${String(MOST)}`,
      [emailNormal],
    );
  }
}
