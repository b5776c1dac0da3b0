import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ConnectionValues } from './connection-values.rules.js';

/** The values of a connection as somebody saved them once: added to, never changed. */
@Entity({ name: 'connection_revision' })
export class ConnectionRevisionRow {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid' })
  tenantId: string;

  @PrimaryColumn({ name: 'connection_id', type: 'uuid' })
  connectionId: string;

  @PrimaryColumn({ type: 'int' })
  revision: number;

  @Column({ type: 'jsonb' })
  values: ConnectionValues;

  /** `user:<id>`, `machine:<application id>` or `set_up:<link id>`. */
  @Column({ name: 'saved_by', type: 'text' })
  savedBy: string;

  @Column({ name: 'saved_at', type: 'timestamptz', default: () => 'now()' })
  savedAt: Date;
}
