import type { ConnectionSettings, TenantSettings } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Longer than any login lives: 15 minutes from its start to its answer. */
const KEPT = `interval '1 hour'`;

/** The values that connections had before their present ones; the present ones are in the tenant's settings. */
@Injectable()
export class ConnectionRevisionStore {
  /**
   * Keeps what the settings to be saved replace: before they are saved, in the same transaction, whose row it locks.
   * What older settings would replace, and what a removed connection had, is not kept.
   */
  async keepReplaced(tx: EntityManager, settings: TenantSettings): Promise<void> {
    await tx.query(
      `WITH old AS (
         SELECT document FROM tenant_settings WHERE tenant_id = $1 AND version < $2 FOR UPDATE)
       INSERT INTO connection_revision (tenant_id, connection_id, revision, document)
       SELECT $1, (replaced->>'id')::uuid, (replaced->>'revision')::integer, replaced
         FROM old, jsonb_array_elements(old.document->'connections') AS replaced,
              jsonb_array_elements($3::jsonb) AS coming
        WHERE coming->>'id' = replaced->>'id' AND coming->'revision' <> replaced->'revision'
       ON CONFLICT (tenant_id, connection_id, revision)
         DO UPDATE SET document = excluded.document, replaced_at = excluded.replaced_at`,
      [settings.tenantId, settings.version, JSON.stringify(settings.connections)],
    );
  }

  async find(
    tx: EntityManager,
    { tenantId, connectionId, revision }: { tenantId: string; connectionId: string; revision: number },
  ): Promise<ConnectionSettings | null> {
    const [row] = await tx.query<{ document: ConnectionSettings }[]>(
      `SELECT document FROM connection_revision
        WHERE tenant_id = $1 AND connection_id = $2 AND revision = $3`,
      [tenantId, connectionId, revision],
    );
    return row?.document ?? null;
  }

  /** The tenants that have revisions which no login can need any more. */
  async listTenantsToPrune(tx: EntityManager): Promise<string[]> {
    const rows = await tx.query<{ tenant_id: string }[]>(
      `SELECT DISTINCT tenant_id FROM connection_revision WHERE replaced_at < now() - ${KEPT} LIMIT 500`,
    );
    return rows.map(({ tenant_id }) => tenant_id);
  }

  async prune(tx: EntityManager, tenantId: string): Promise<void> {
    await tx.query(`DELETE FROM connection_revision WHERE tenant_id = $1 AND replaced_at < now() - ${KEPT}`, [
      tenantId,
    ]);
  }
}
