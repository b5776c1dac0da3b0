import type { AuditEntry } from '@portico/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What was done to a tenant's single sign-on, by whom: added to, never changed. */
@Entity({ name: 'audit_entry' })
export class AuditEntryRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid' })
  tenantId: string;

  /** Made by the database, in the order of time. */
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  at: Date;

  @Column({ name: 'done_by', type: 'text' })
  by: string;

  @Column({ name: 'by_platform', type: 'boolean' })
  byPlatform: boolean;

  @Column({ type: 'text' })
  action: AuditEntry['action'];

  /** Outlives the connection. */
  @Column({ name: 'connection_id', type: 'uuid', nullable: true })
  connectionId: string | null;

  @Column({ type: 'jsonb' })
  detail: AuditEntry['detail'];
}
