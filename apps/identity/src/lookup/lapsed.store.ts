import type { FindLapsed } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';

type Asked = z.infer<typeof FindLapsed.request>['sessions'][number];
export type Lapsed = z.infer<typeof FindLapsed.reply>['lapsed'][number];

@Injectable()
export class LapsedStore {
  /** Of these, the ones whose user is not an active one, or who has no identity of the connection. */
  async list(tx: Queries, tenantId: string, asked: readonly Asked[]): Promise<Lapsed[]> {
    return await tx.query<Lapsed[]>(
      `SELECT asked."userId", asked."connectionId",
              CASE WHEN app_user.id IS NULL THEN 'user_deactivated' ELSE 'link_released' END AS code
         FROM jsonb_to_recordset($2::jsonb) AS asked ("userId" uuid, "connectionId" uuid)
         LEFT JOIN app_user ON app_user.tenant_id = $1 AND app_user.id = asked."userId"
          AND app_user.status = 'active'
        WHERE app_user.id IS NULL OR asked."connectionId" IS NOT NULL AND NOT EXISTS (
          SELECT FROM identity_link AS link
           WHERE link.tenant_id = $1 AND link.connection_id = asked."connectionId"
             AND link.user_id = asked."userId")`,
      [tenantId, JSON.stringify(asked)],
    );
  }
}
